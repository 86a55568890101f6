//! What can go wrong with a cluster. Each says in one line what, and what to do.

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be read.
    #[error("'{given}' is no address of an index on a cluster: {why}")]
    Address {
        /// As it was given.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// No node answers.
    #[error("no node of the cluster answers at {hosts}: {why}")]
    Unreachable {
        /// All that were tried.
        hosts: String,
        /// What the last one failed with.
        why: String,
    },
    /// The user, password or key was not accepted.
    #[error("the cluster at {host} does not let this user {what} (HTTP {status})")]
    Refused {
        /// The node that was asked.
        host: String,
        /// What was to be done.
        what: String,
        /// 401 or 403.
        status: u16,
    },
    /// The node's certificate is not one to trust.
    #[error("the certificate of {host} cannot be trusted: {why}")]
    Certificate {
        /// The node.
        host: String,
        /// Why not.
        why: String,
    },
    /// Something that the environment names cannot be used.
    #[error("{name}: {why}")]
    Setting {
        /// The variable.
        name: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// There is no index of this name.
    #[error("no index '{name}' on the cluster at {host}")]
    NotFound {
        /// The index.
        name: String,
        /// The node that was asked.
        host: String,
    },
    /// The name belongs to an index of something else.
    #[error("'{name}' on the cluster is not an index of pamphlet")]
    Foreign {
        /// The index.
        name: String,
    },
    /// The index was made with another analyzer or mapping.
    #[error(
        "the index '{name}' on the cluster was made with {found}, this version needs {known}: rebuild it"
    )]
    Outdated {
        /// The index.
        name: String,
        /// What it was made with.
        found: String,
        /// What would be needed.
        known: String,
    },
    /// Not a server that is known to work.
    #[error(
        "the server at {host} is {found}: needed is OpenSearch from 2.0 on, or Elasticsearch from 8.0 on"
    )]
    Unfit {
        /// The node.
        host: String,
        /// What it says it is.
        found: String,
    },
    /// The disks of the cluster are full.
    #[error("the cluster takes no more documents: {reason}")]
    Full {
        /// In the cluster's words.
        reason: String,
    },
    /// Part of the index is on no node that is up.
    #[error("the index '{name}' is red: {reason}")]
    Red {
        /// The index.
        name: String,
        /// What is missing.
        reason: String,
    },
    /// The cluster answered that something did not work.
    #[error("the cluster failed to {what} (HTTP {status}): {reason}")]
    Failed {
        /// What was to be done.
        what: String,
        /// HTTP's status.
        status: u16,
        /// The cluster's words, in one line.
        reason: String,
    },
    /// It can be done with a folder only.
    #[error("'{what}' works on an index in a folder, not on a cluster")]
    FolderOnly {
        /// What was asked for.
        what: &'static str,
    },
    /// It can be done with an index on a cluster only.
    #[error("{what} are for an index on a cluster")]
    ClusterOnly {
        /// What was asked for.
        what: &'static str,
    },
    /// The documents could not be read or analyzed here.
    #[error(transparent)]
    Index(#[from] pamphlet_index::Error),
    /// The query failed here.
    #[error(transparent)]
    Query(pamphlet_query::Error),
}

impl From<pamphlet_query::Error> for Error {
    fn from(error: pamphlet_query::Error) -> Self {
        match error {
            pamphlet_query::Error::Index(error) => Self::Index(error),
            error => Self::Query(error),
        }
    }
}

impl Error {
    /// What to do about it, in one line.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Address { .. } => "for example: opensearch://127.0.0.1:9200/speeches",
            Self::Unreachable { .. } => {
                "check host and port, and that a node runs there; several can be given, parted by ','"
            }
            Self::Refused { status: 403, .. } => {
                "another user may, or this one with more rights: docs/cluster.md lists what searching and loading need"
            }
            Self::Refused { .. } => {
                "give PAMPHLET_CLUSTER_USER and PAMPHLET_CLUSTER_PASSWORD, or PAMPHLET_CLUSTER_API_KEY, in the environment"
            }
            Self::Certificate { .. } => "give the file of the cluster's CA in PAMPHLET_CLUSTER_CA",
            Self::Setting { .. } => "nothing was sent",
            Self::NotFound { .. } => "make one with 'pamphlet index --index opensearch://… PATH...'",
            Self::Foreign { .. } => "choose another name; nothing was touched",
            Self::Outdated { .. } => {
                "make it anew beside the old one with 'pamphlet index --rebuild PATH...'"
            }
            Self::Unfit { .. } => "nothing was written",
            Self::Full { .. } => {
                "free disk space on its nodes or add one; then run the same command again, it goes on where it stopped"
            }
            Self::Red { .. } => "bring the nodes back that hold the missing shards",
            _ => return None,
        })
    }
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
