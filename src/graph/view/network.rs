//! What a network adds to a node.

use super::Network;
use crate::model::Property;
use crate::model::network::NetworkKind;

impl Network<'_> {
    /// How it reaches its audience.
    pub fn network_kind(self) -> Option<NetworkKind> {
        self.term(Property::Kind).and_then(NetworkKind::from_word)
    }
}
