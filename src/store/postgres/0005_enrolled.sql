-- Enrolling asks once whether the issue and all its readers exist, not twice for every row, which
-- took two thirds of the time. Who takes an issue away takes its deliveries along, as before; a
-- subscriber with deliveries stays, as before.
ALTER TABLE delivery DROP CONSTRAINT IF EXISTS delivery_issue_fkey,
    DROP CONSTRAINT IF EXISTS delivery_subscriber_fkey;

CREATE OR REPLACE FUNCTION delivery_enrolled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM later WHERE NOT EXISTS
            (SELECT 1 FROM subscriber s WHERE s.id = later.subscriber)) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a delivery names a subscriber who is not there';
    END IF;
    -- This one goes to the issues by a foreign key of its own.
    INSERT INTO delivery_move AS m (issue, state, backend, count)
        SELECT issue, state, pg_backend_pid(), count(*) FROM later GROUP BY issue, state
        ON CONFLICT (issue, state, backend) DO UPDATE SET count = m.count + excluded.count;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION issue_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM delivery WHERE issue = old.id;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS issue_gone ON issue;
CREATE TRIGGER issue_gone AFTER DELETE ON issue FOR EACH ROW EXECUTE FUNCTION issue_gone();

CREATE OR REPLACE FUNCTION subscriber_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM delivery WHERE subscriber = old.id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a subscriber with deliveries stays';
    END IF;
    RETURN old;
END $$;
DROP TRIGGER IF EXISTS subscriber_stays ON subscriber;
CREATE TRIGGER subscriber_stays BEFORE DELETE ON subscriber
    FOR EACH ROW EXECUTE FUNCTION subscriber_stays();
