//! Which relation may join which kinds, with which qualifiers.
//!
//! Stated here once; the builder of the graph refuses anything else.

use super::relation::{Billing, Department, Measure, Offer, Outcome, Part, Relationship};
use super::{Kind, Qualifier, Relation, ValueType};

/// The kind of all things at the end of a relation, or at its start; `None` where there are several.
pub const fn only_kind(relation: Relation, at_end: bool) -> Option<Kind> {
    ONLY_KINDS[relation as usize][at_end as usize]
}

const ONLY_KINDS: [[Option<Kind>; 2]; RULES.len()] = {
    let mut kinds = [[None; 2]; RULES.len()];
    let mut at = 0;
    while at < RULES.len() {
        kinds[RULES[at].relation as usize] =
            [RULES[at].only_kind(false), RULES[at].only_kind(true)];
        at += 1;
    }
    kinds
};

/// What a relation allows.
#[derive(Debug)]
pub struct RelationRule {
    /// The relation.
    pub relation: Relation,
    /// Kinds it may join, from and to.
    pub pairs: &'static [(Kind, &'static [Kind])],
    /// What may be said of such an edge, in the order in which files write it.
    pub qualifiers: &'static [QualifierRule],
    /// Which edges answer one question; of them only the best known are walked.
    pub scope: Scope,
    /// Whether the qualifiers belong together: a score and how many gave it, say. If so,
    /// all are read from one claim; else each from the best claim that has it.
    pub together: bool,
    /// Kinds of which one thing has only one such edge to each kind; two are a dispute.
    pub single: &'static [Kind],
}

/// A qualifier of a relation.
#[derive(Debug)]
pub struct QualifierRule {
    /// The qualifier.
    pub qualifier: Qualifier,
    /// The type of its value.
    pub value: ValueType,
    /// Whether it is part of what the edge is: edges that differ in it are two.
    pub identifies: bool,
    /// Whether every edge must have it.
    pub required: bool,
}

/// Which edges of a relation answer one question together.
///
/// A plan is walked only while nothing better answers the same question: that a
/// season was planned for one network does not count once it aired on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What does this thing join to? (On which networks did the season air?)
    Of,
    /// What joins to this thing? (Who is in the season's cast?)
    To,
    /// What joins to this thing in this way? (Who directed the episode?)
    ToIdentified,
    /// Is this edge so? (Did this event involve that person?)
    Edge,
}

const fn says(qualifier: Qualifier, value: ValueType) -> QualifierRule {
    QualifierRule {
        qualifier,
        value,
        identifies: false,
        required: false,
    }
}

/// Part of the edge's identity; edges without it exist too.
const fn may_identify(qualifier: Qualifier, value: ValueType) -> QualifierRule {
    QualifierRule {
        qualifier,
        value,
        identifies: true,
        required: false,
    }
}

/// Part of the identity of every such edge.
const fn identifies(qualifier: Qualifier, value: ValueType) -> QualifierRule {
    QualifierRule {
        qualifier,
        value,
        identifies: true,
        required: true,
    }
}

impl Relation {
    /// What the relation allows.
    pub const fn rule(self) -> &'static RelationRule {
        &RULES[self as usize]
    }
}

impl RelationRule {
    const fn only_kind(&self, at_end: bool) -> Option<Kind> {
        let (first, ends) = self.pairs[0];
        let only = if at_end { ends[0] } else { first };
        let mut pair = 0;
        while pair < self.pairs.len() {
            let (from, to) = self.pairs[pair];
            let mut end = 0;
            while end < to.len() {
                let kind = if at_end { to[end] } else { from };
                if kind as u8 != only as u8 {
                    return None;
                }
                end += 1;
            }
            pair += 1;
        }
        Some(only)
    }

    /// Whether the relation may join these kinds.
    pub fn joins(&self, from: Kind, to: Kind) -> bool {
        self.pairs
            .iter()
            .any(|(start, ends)| *start == from && ends.contains(&to))
    }

    /// The rule of a qualifier; `None` when the relation does not have it.
    pub fn qualifier(&self, qualifier: Qualifier) -> Option<&'static QualifierRule> {
        self.qualifiers
            .iter()
            .find(|rule| rule.qualifier == qualifier)
    }
}

const SHOWN: &[Kind] = &[Kind::Series, Kind::Season, Kind::Episode, Kind::Film];

/// One rule a relation, in the order of [`Relation`].
pub const RULES: &[RelationRule] = &[
    RelationRule {
        relation: Relation::Plays,
        pairs: &[(Kind::Person, &[Kind::Character])],
        qualifiers: &[
            says(Qualifier::Order, ValueType::Count),
            says(Qualifier::CreditedAs, ValueType::Text),
            says(Qualifier::Voice, ValueType::Flag),
            says(Qualifier::AsSelf, ValueType::Flag),
        ],
        scope: Scope::To,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::AppearsIn,
        pairs: &[(Kind::Character, SHOWN)],
        qualifiers: &[
            may_identify(Qualifier::Performer, ValueType::Key(Kind::Person)),
            says(Qualifier::Billing, ValueType::Term(&Billing::VOCABULARY)),
            says(Qualifier::EpisodeCount, ValueType::Count),
        ],
        scope: Scope::To,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::Credited,
        pairs: &[(
            Kind::Person,
            &[
                Kind::Series,
                Kind::Season,
                Kind::Episode,
                Kind::Film,
                Kind::Work,
            ],
        )],
        qualifiers: &[
            identifies(Qualifier::Job, ValueType::Text),
            says(
                Qualifier::Department,
                ValueType::Term(&Department::VOCABULARY),
            ),
            says(Qualifier::CreditedAs, ValueType::Text),
            says(Qualifier::Order, ValueType::Count),
        ],
        scope: Scope::ToIdentified,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::WritesFor,
        pairs: &[(Kind::Person, &[Kind::Outlet])],
        qualifiers: &[],
        scope: Scope::Edge,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::PartOf,
        pairs: &[
            (Kind::Season, &[Kind::Series]),
            (Kind::Episode, &[Kind::Season, Kind::Series]),
            (Kind::Place, &[Kind::Place]),
        ],
        qualifiers: &[says(Qualifier::Number, ValueType::Count)],
        scope: Scope::Of,
        together: false,
        single: &[Kind::Season, Kind::Episode],
    },
    RelationRule {
        relation: Relation::AiredOn,
        pairs: &[
            (Kind::Series, &[Kind::Network]),
            (Kind::Season, &[Kind::Network]),
            (Kind::Episode, &[Kind::Network]),
            (Kind::Film, &[Kind::Network]),
        ],
        qualifiers: &[
            says(Qualifier::From, ValueType::Date),
            says(Qualifier::To, ValueType::Date),
            says(Qualifier::Territory, ValueType::Text),
        ],
        scope: Scope::Of,
        together: true,
        single: &[],
    },
    RelationRule {
        relation: Relation::CommissionedBy,
        pairs: &[
            (Kind::Series, &[Kind::Network]),
            (Kind::Season, &[Kind::Network]),
        ],
        qualifiers: &[
            says(Qualifier::From, ValueType::Date),
            says(Qualifier::To, ValueType::Date),
            says(Qualifier::Outcome, ValueType::Term(&Outcome::VOCABULARY)),
        ],
        scope: Scope::Of,
        together: true,
        single: &[],
    },
    RelationRule {
        relation: Relation::AvailableOn,
        pairs: &[
            (Kind::Series, &[Kind::Network]),
            (Kind::Season, &[Kind::Network]),
            (Kind::Film, &[Kind::Network]),
        ],
        qualifiers: &[
            identifies(Qualifier::Offer, ValueType::Term(&Offer::VOCABULARY)),
            says(Qualifier::Exclusive, ValueType::Flag),
            says(Qualifier::Territory, ValueType::Text),
        ],
        scope: Scope::Of,
        together: true,
        single: &[],
    },
    RelationRule {
        relation: Relation::ProducedBy,
        pairs: &[
            (Kind::Series, &[Kind::Studio]),
            (Kind::Season, &[Kind::Studio]),
            (Kind::Film, &[Kind::Studio]),
        ],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::BasedOn,
        pairs: &[(Kind::Series, &[Kind::Work]), (Kind::Film, &[Kind::Work])],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::SetIn,
        pairs: &[
            (Kind::Series, &[Kind::Place]),
            (Kind::Season, &[Kind::Place]),
            (Kind::Film, &[Kind::Place]),
        ],
        qualifiers: &[
            says(Qualifier::From, ValueType::Date),
            says(Qualifier::To, ValueType::Date),
        ],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::FilmedIn,
        pairs: &[
            (Kind::Series, &[Kind::Place]),
            (Kind::Season, &[Kind::Place]),
            (Kind::Film, &[Kind::Place]),
        ],
        qualifiers: &[
            says(Qualifier::From, ValueType::Date),
            says(Qualifier::To, ValueType::Date),
        ],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::HasGenre,
        pairs: &[(Kind::Series, &[Kind::Genre]), (Kind::Film, &[Kind::Genre])],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::RelatedTo,
        pairs: &[(Kind::Character, &[Kind::Character])],
        qualifiers: &[identifies(
            Qualifier::Relationship,
            ValueType::Term(&Relationship::VOCABULARY),
        )],
        scope: Scope::Edge,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::LivesIn,
        pairs: &[(Kind::Character, &[Kind::Place])],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::WorksFor,
        pairs: &[(Kind::Character, &[Kind::Organization])],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::OwnedBy,
        pairs: &[(Kind::Network, &[Kind::Organization])],
        qualifiers: &[],
        scope: Scope::Of,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::Involves,
        pairs: &[(Kind::Event, Kind::ALL)],
        qualifiers: &[identifies(
            Qualifier::Part,
            ValueType::Term(&Part::VOCABULARY),
        )],
        scope: Scope::Edge,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::ToldIn,
        pairs: &[(Kind::Event, SHOWN)],
        qualifiers: &[],
        scope: Scope::To,
        together: false,
        single: &[],
    },
    RelationRule {
        relation: Relation::RatedBy,
        pairs: &[
            (Kind::Series, &[Kind::Outlet]),
            (Kind::Season, &[Kind::Outlet]),
            (Kind::Episode, &[Kind::Outlet]),
            (Kind::Film, &[Kind::Outlet]),
        ],
        qualifiers: &[
            identifies(Qualifier::Measure, ValueType::Term(&Measure::VOCABULARY)),
            says(Qualifier::Value, ValueType::Number),
            says(Qualifier::Best, ValueType::Number),
            says(Qualifier::Count, ValueType::Count),
            says(Qualifier::Label, ValueType::Text),
            says(Qualifier::Critic, ValueType::Key(Kind::Person)),
            says(Qualifier::BasisEpisodes, ValueType::Count),
            says(Qualifier::Summary, ValueType::Text),
        ],
        scope: Scope::Edge,
        together: true,
        single: &[],
    },
];
