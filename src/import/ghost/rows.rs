//! The tables of Ghost's export, as they are written.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::{Map, Value};

use crate::document::Fields;

/// An export; older ones are not wrapped in `db`.
#[derive(Deserialize)]
pub(super) struct Export {
    #[serde(default, deserialize_with = "rows")]
    pub(super) db: Vec<Database>,
    pub(super) data: Option<Data>,
}

#[derive(Deserialize)]
pub(super) struct Database {
    pub(super) data: Option<Data>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Data {
    #[serde(deserialize_with = "rows")]
    pub(super) posts: Vec<Row<Post>>,
    #[serde(deserialize_with = "rows")]
    pub(super) posts_meta: Vec<Row<About>>,
    #[serde(deserialize_with = "rows")]
    pub(super) tags: Vec<Named>,
    #[serde(deserialize_with = "rows")]
    pub(super) posts_tags: Vec<Belongs>,
    #[serde(deserialize_with = "rows")]
    pub(super) users: Vec<Named>,
    #[serde(deserialize_with = "rows")]
    pub(super) posts_authors: Vec<Belongs>,
}

/// Reads a table; where nothing stands, it has no rows.
fn rows<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let rows = Option::<Vec<Option<T>>>::deserialize(from)?;
    Ok(rows.into_iter().flatten().flatten().collect())
}

/// A row of a table, and which of its fields are used; of the others nothing is kept.
pub(super) struct Row<T> {
    pub(super) value: T,
    pub(super) fields: Fields,
}

/// What knows the fields it is made of.
pub(super) trait Known: DeserializeOwned {
    const FIELDS: &'static [&'static str];
}

impl Known for Post {
    const FIELDS: &'static [&'static str] = &[
        "id",
        "title",
        "slug",
        "html",
        "plaintext",
        "feature_image",
        "image",
        "status",
        "visibility",
        "type",
        "page",
        "locale",
        "published_at",
        "created_at",
        "updated_at",
        "custom_excerpt",
        "author_id",
    ];
}

impl Known for About {
    const FIELDS: &'static [&'static str] =
        &["id", "post_id", "feature_image_alt", "meta_description"];
}

impl<'de, T: Known> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let row = Map::<String, Value>::deserialize(from)?;
        let mut fields = Fields::default();
        for (name, _) in row.iter().filter(|(_, value)| has_value(value)) {
            fields.add(name, T::FIELDS.contains(&name.as_str()));
        }
        let value = serde_json::from_value(Value::Object(row)).map_err(D::Error::custom)?;
        Ok(Self { value, fields })
    }
}

fn has_value(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(table) => !table.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Post {
    pub(super) id: Value,
    pub(super) title: Option<String>,
    pub(super) slug: Option<String>,
    pub(super) html: Option<String>,
    pub(super) plaintext: Option<String>,
    pub(super) feature_image: Option<String>,
    #[serde(alias = "image")]
    pub(super) old_image: Option<String>,
    pub(super) status: Option<String>,
    pub(super) visibility: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) page: Value,
    pub(super) locale: Option<String>,
    pub(super) published_at: Value,
    pub(super) created_at: Value,
    pub(super) updated_at: Value,
    pub(super) custom_excerpt: Option<String>,
    pub(super) author_id: Value,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct About {
    pub(super) post_id: Value,
    pub(super) feature_image_alt: Option<String>,
    pub(super) meta_description: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Named {
    pub(super) id: Value,
    pub(super) name: Option<String>,
    pub(super) website: Option<String>,
    pub(super) visibility: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Belongs {
    pub(super) post_id: Value,
    pub(super) tag_id: Value,
    pub(super) author_id: Value,
    pub(super) sort_order: Option<i64>,
}
