//! Instants as numbers, for the cache.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant's seconds since 1970, its nanoseconds, and its offset in seconds.
type Parts = (i64, u32, i32);

fn parts(at: &DateTime<FixedOffset>) -> Parts {
    (at.timestamp(), at.timestamp_subsec_nanos(), at.offset().local_minus_utc())
}

fn whole<E: de::Error>((seconds, nanos, offset): Parts) -> Result<DateTime<FixedOffset>, E> {
    let at = DateTime::from_timestamp(seconds, nanos).zip(FixedOffset::east_opt(offset));
    let (at, offset) = at.ok_or_else(|| E::custom("no instant"))?;
    Ok(at.with_timezone(&offset))
}

/// Writes an instant as three numbers.
pub fn serialize<S: Serializer>(at: &DateTime<FixedOffset>, to: S) -> Result<S::Ok, S::Error> {
    parts(at).serialize(to)
}

/// Reads three numbers as an instant.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<FixedOffset>, D::Error> {
    whole(Parts::deserialize(from)?)
}

/// The same where there may be none.
pub mod maybe {
    use super::{DateTime, Deserialize, Deserializer, FixedOffset, Parts, Serialize, Serializer};

    /// Writes an instant as three numbers, if there is one.
    // serde hands over the field as it is.
    #[allow(clippy::ref_option)]
    pub fn serialize<S: Serializer>(
        at: &Option<DateTime<FixedOffset>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        at.as_ref().map(super::parts).serialize(to)
    }

    /// Reads three numbers as an instant, if they are there.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
        Option::<Parts>::deserialize(from)?.map(super::whole).transpose()
    }
}
