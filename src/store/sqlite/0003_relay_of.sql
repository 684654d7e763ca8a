-- Which relay was told of this reader last: where one may look when nobody knows what became of it.
ALTER TABLE delivery ADD COLUMN relay TEXT;
