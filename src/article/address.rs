//! Addresses as texts, for the cache.

use serde::{Deserialize, Deserializer, Serializer, de};
use url::Url;

pub(super) fn serialize<S: Serializer>(url: &Url, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(url.as_str())
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    let text = String::deserialize(from)?;
    Url::parse(&text).map_err(de::Error::custom)
}

/// The same where there may be none.
pub(super) mod maybe {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use url::Url;

    // serde hands over the field as it is.
    #[allow(clippy::ref_option)]
    pub(in crate::article) fn serialize<S: Serializer>(
        url: &Option<Url>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        url.as_ref().map(Url::as_str).serialize(to)
    }

    pub(in crate::article) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Url>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| Url::parse(&text).map_err(de::Error::custom)).transpose()
    }
}
