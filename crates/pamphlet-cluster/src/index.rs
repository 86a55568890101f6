//! An index on a cluster: found, made, checked before anything else is done with it.

use crate::client::{Client, Patience, Question, failure};
use crate::encode::{files_body, index_body, versions, versions_shown};
use crate::fetch::Kept;
use crate::{Address, Error, Result};
use serde_json::{Value, json};
use std::sync::Mutex;

/// How an index is made on a cluster. What is not said is chosen by the nodes that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Parts that the index is cut into, for ever: one for each node that holds data, without this.
    pub shards: Option<u32>,
    /// Further copies of each part: 1, or 0 where there is one node only, without this.
    pub replicas: Option<u32>,
}

/// The server of a cluster, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Server {
    /// What BM25 multiplies every score with: the constant `k1 + 1`, which newer servers leave out.
    pub factor: f32,
}

/// An index on a cluster, open for questions and for loading. It always answers for the state that the cluster has made
/// visible last.
pub struct Cluster {
    pub(crate) client: Client,
    pub(crate) address: Address,
    pub(crate) server: Server,
    pub(crate) kept: Mutex<Kept>,
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cluster({})", self.address)
    }
}

/// The index with the state of the files, beside the one with the documents.
pub(crate) fn files_of(name: &str) -> String {
    format!("{name}-files")
}

impl Cluster {
    /// Opens an index that is there.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::Unreachable`], [`Error::Refused`], [`Error::Certificate`], [`Error::Unfit`];
    /// [`Error::NotFound`], [`Error::Foreign`], [`Error::Outdated`].
    pub fn open(address: &str) -> Result<Self> {
        let cluster = Self::reach(address)?;
        match cluster.made()? {
            Some(_) => Ok(cluster),
            None => Err(Error::NotFound {
                name: cluster.address.name.clone(),
                host: cluster.client.host().to_owned(),
            }),
        }
    }

    /// The cluster at an address, whether or not the index is there.
    ///
    /// # Errors
    /// As [`Cluster::open`], but for what is about the index.
    pub(crate) fn reach(address: &str) -> Result<Self> {
        let address: Address = address.parse()?;
        let client = Client::new(&address)?;
        let question = Question {
            method: "GET",
            path: "/",
            body: None,
            what: "say what it is",
            patience: Patience::None,
        };
        let answer = client.answer(question)?;
        if answer.status != 200 {
            return Err(failure(question.what, &answer));
        }
        let server = server(&answer.body)
            .ok_or_else(|| Error::Unfit { host: answer.host.clone(), found: found(&answer.body) })?;
        Ok(Self { client, address, server, kept: Mutex::default() })
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The names of the indexes that the name stands for; `None` where there is none.
    ///
    /// # Errors
    /// [`Error::Foreign`], [`Error::Outdated`].
    pub(crate) fn made(&self) -> Result<Option<Vec<String>>> {
        match self.made_as_it_is()? {
            Some((_, Some(error))) => Err(error),
            Some((names, None)) => Ok(Some(names)),
            None => Ok(None),
        }
    }

    /// The same; where the index is of another version, with the error that says so.
    pub(crate) fn made_as_it_is(&self) -> Result<Option<(Vec<String>, Option<Error>)>> {
        let name = &self.address.name;
        let found = self.mappings(&format!("{name},{}", files_of(name)))?;
        let (mut names, mut outdated, mut files) = (Vec::new(), None, 0);
        for (index, made) in found {
            if made.is_null() {
                return Err(Error::Foreign { name: index });
            }
            if made != versions() {
                let (found, known) = (versions_shown(&made), versions_shown(&versions()));
                outdated = Some(Error::Outdated { name: name.clone(), found, known });
            }
            match index.strip_suffix("-files") {
                // an index may have a name that ends so; its files have one that ends so twice
                Some(_) if index != *name => files += 1,
                _ => names.push(index),
            }
        }
        if names.len() != files {
            return Err(Error::Foreign { name: name.clone() });
        }
        Ok((!names.is_empty()).then_some((names, outdated)))
    }

    /// The indexes that names stand for, each with who made it; null where something else did.
    fn mappings(&self, names: &str) -> Result<Vec<(String, Value)>> {
        let path = format!("/{names}/_mapping?ignore_unavailable=true&allow_no_indices=true");
        let what = "look at the index";
        let answer = self.client.answer(Question {
            method: "GET",
            path: &path,
            body: None,
            what,
            patience: Patience::Search,
        })?;
        match answer.status {
            404 => Ok(Vec::new()),
            200 => {
                let of = |(index, body): (&String, &Value)| {
                    (index.clone(), body["mappings"]["_meta"]["pamphlet"].clone())
                };
                Ok(answer.body.as_object().into_iter().flatten().map(of).collect())
            }
            _ => Err(failure(what, &answer)),
        }
    }

    /// Refuses the name of an index that something else made; one that a load of an older version left is removed.
    pub(crate) fn check_name(&self, physical: &str) -> Result<()> {
        for (index, made) in self.mappings(&format!("{physical},{}", files_of(physical)))? {
            if made.is_null() {
                return Err(Error::Foreign { name: index });
            }
            if made != versions() {
                return self.drop_index(physical);
            }
        }
        Ok(())
    }

    /// Makes both indexes under a number of their own, visible under no name yet. That another process did so before
    /// is no error.
    pub(crate) fn create(&self, physical: &str, shape: Shape) -> Result<()> {
        let nodes = self.data_nodes()?;
        let shards = u64::from(shape.shards.unwrap_or(nodes)).max(1);
        let replicas = u64::from(shape.replicas.unwrap_or(u32::from(nodes > 1)));
        // what is acknowledged before the copies are there is lost with the node of the first; where there are too few
        // nodes for them, nobody waits
        let active = if replicas < u64::from(nodes) { "all" } else { "1" };
        for (name, body) in
            [(files_of(physical), files_body(replicas)), (physical.to_owned(), index_body(shards, replicas))]
        {
            let text = body.to_string();
            let path = format!("/{name}?wait_for_active_shards={active}&timeout=20s");
            let question = Question {
                method: "PUT",
                path: &path,
                body: Some(text.as_bytes()),
                what: "make the index",
                patience: Patience::Load,
            };
            let answer = self.client.answer(question)?;
            let there = answer.body["error"]["type"] == json!("resource_already_exists_exception");
            if answer.status != 200 && !there {
                return Err(failure(question.what, &answer));
            }
        }
        Ok(())
    }

    /// Lets the name stand for these indexes, and for no others, in one step.
    pub(crate) fn switch(&self, physical: &str, before: &[String]) -> Result<()> {
        let name = &self.address.name;
        let mut actions = Vec::new();
        for old in before.iter().filter(|old| *old != physical) {
            actions.push(json!({ "remove": { "index": old, "alias": name } }));
            actions.push(json!({ "remove": { "index": files_of(old), "alias": files_of(name) } }));
        }
        actions.push(json!({ "add": { "index": physical, "alias": name } }));
        actions.push(json!({ "add": { "index": files_of(physical), "alias": files_of(name) } }));
        self.client.change("POST", "/_aliases", &json!({ "actions": actions }), "name the index").map(drop)
    }

    /// Removes an index and the state of its files.
    pub(crate) fn drop_index(&self, physical: &str) -> Result<()> {
        let path = format!("/{physical},{}?ignore_unavailable=true", files_of(physical));
        self.client
            .ask(Question {
                method: "DELETE",
                path: &path,
                body: None,
                what: "remove the old index",
                patience: Patience::Load,
            })
            .map(drop)
    }

    /// How many nodes hold data.
    fn data_nodes(&self) -> Result<u32> {
        let health = self.client.ask(Question {
            method: "GET",
            path: "/_cluster/health",
            body: None,
            what: "tell its health",
            patience: Patience::Load,
        })?;
        Ok(health["number_of_data_nodes"].as_u64().and_then(|nodes| u32::try_from(nodes).ok()).unwrap_or(1))
    }

    /// Refuses an index of which a part is missing, after waiting for it for twenty seconds.
    pub(crate) fn check_health(&self, name: &str) -> Result<()> {
        self.check_health_at(&format!("/_cluster/health/{name}?wait_for_status=yellow&timeout=20s"))
    }

    /// The same, at once.
    pub(crate) fn check_red(&self) -> Result<()> {
        self.check_health_at(&format!("/_cluster/health/{}", self.address.name))
    }

    fn check_health_at(&self, path: &str) -> Result<()> {
        let what = "tell its health";
        // 408: it did not get better in that time
        let health = self
            .client
            .answer(Question { method: "GET", path, body: None, what, patience: Patience::Search })?
            .body;
        if health["status"] == json!("red") {
            let missing = health["unassigned_shards"].as_u64().unwrap_or(0);
            let reason = format!("{missing} shards are on no node");
            return Err(Error::Red { name: self.address.name.clone(), reason });
        }
        Ok(())
    }
}

/// What a server says it is, for a message.
fn found(body: &Value) -> String {
    let version = &body["version"];
    let name = version["distribution"].as_str().unwrap_or(if version.is_null() {
        "no search server"
    } else {
        "Elasticsearch"
    });
    format!("{name} {}", version["number"].as_str().unwrap_or("")).trim().to_owned()
}

/// A server that is known to work.
fn server(body: &Value) -> Option<Server> {
    let version = &body["version"];
    let mut numbers = version["number"].as_str()?.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let major = numbers.next()?;
    match version["distribution"].as_str() {
        // from 3 on the factor k1 + 1 is left out of every score
        Some("opensearch") if major >= 2 => Some(Server { factor: if major >= 3 { 1.0 } else { 2.2 } }),
        None if major >= 8 => Some(Server { factor: 2.2 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers() {
        let of = |version: Value| server(&json!({ "version": version })).map(|server| server.factor);
        assert_eq!(of(json!({ "distribution": "opensearch", "number": "2.19.6" })), Some(2.2));
        assert_eq!(of(json!({ "distribution": "opensearch", "number": "3.8.0" })), Some(1.0));
        assert_eq!(of(json!({ "distribution": "opensearch", "number": "1.3.20" })), None);
        assert_eq!(of(json!({ "number": "8.11.0" })), Some(2.2));
        assert_eq!(of(json!({ "number": "7.10.2" })), None);
        assert_eq!(server(&json!({ "tagline": "hello" })), None);
    }
}
