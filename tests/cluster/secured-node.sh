#!/usr/bin/env bash
# One OpenSearch node with the security plugin on this machine's loopback interface: HTTPS with a CA of its own, users with
# passwords, rights. For tests; the passwords are no secret. 'opensearch-cluster.sh start' must have been run before: the
# node is started from its jars, in the same folder. Needs what that needs, and openssl, unzip.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: secured-node.sh COMMAND

  start    start the node and wait until it answers; prints the file of its CA
  wipe     end the node and delete its data

users: 'loader' may do all, 'reader' may search, 'nobody' may nothing; the password of each is 'correct horse'

environment: as opensearch-cluster.sh; HTTPS is answered at OPENSEARCH_HTTP_PORT + 9
USAGE
}

# Of this line the plugin is published to Maven Central up to here; it asks for the node of its own version, and works with
# later ones of the line.
plugin=2.19.4.0
version=${OPENSEARCH_VERSION:-2.19.6}
java=${OPENSEARCH_JAVA:-java}
http_port=$((${OPENSEARCH_HTTP_PORT:-19200} + 9))
transport_port=$((${OPENSEARCH_TRANSPORT_PORT:-19300} + 9))
dir=${OPENSEARCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/opensearch-cluster}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
lib=$dir/lib-$version
home=$dir/secured

die() { printf 'secured-node: %s\n' "$*" >&2; exit 1; }

# The plugin without the jars that the node has: two of one class are refused.
install() {
  local jar name
  mvn -q -B -ntp dependency:copy -Dartifact="org.opensearch.plugin:opensearch-security:$plugin:zip" \
    -DoutputDirectory="$dir/plugin" >&2
  mkdir -p "$home/plugins/opensearch-security"
  unzip -qo "$dir/plugin/opensearch-security-$plugin.zip" -d "$home/plugins/opensearch-security"
  for jar in "$home"/plugins/opensearch-security/*.jar; do
    name=$(basename "$jar")
    if compgen -G "$lib/${name%%-[0-9]*}-[0-9]*" >/dev/null; then rm "$jar"; fi
  done
  sed -i "s/^opensearch.version=.*/opensearch.version=$version/" \
    "$home/plugins/opensearch-security/plugin-descriptor.properties"
}

# A CA, and a certificate of it for the node.
certify() {
  cd "$home/config"
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=test CA' -keyout ca.key -out ca.pem 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -subj '/CN=node' -keyout node.pkcs1 -out node.csr 2>/dev/null
  openssl pkcs8 -topk8 -nocrypt -in node.pkcs1 -out node.key
  openssl x509 -req -in node.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out node.pem 2>/dev/null \
    -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n')
}

# Who may do what. The hash is bcrypt's of the password.
configure() {
  local config=$home/config/opensearch-security
  mkdir -p "$config"
  cp "$home"/plugins/opensearch-security/config/*.yml "$config"
  cat >"$config/internal_users.yml" <<'YML'
_meta: {type: internalusers, config_version: 2}
loader: {hash: "$2y$12$UgYE9n62u41G68UEA1L0euefbjjkgacNLXWfxWcfmtiNOmowSOl62", backend_roles: [loads]}
reader: {hash: "$2y$12$UgYE9n62u41G68UEA1L0euefbjjkgacNLXWfxWcfmtiNOmowSOl62", backend_roles: [reads]}
nobody: {hash: "$2y$12$UgYE9n62u41G68UEA1L0euefbjjkgacNLXWfxWcfmtiNOmowSOl62"}
YML
  cat >"$config/roles.yml" <<'YML'
_meta: {type: roles, config_version: 2}
reads:
  cluster_permissions: [cluster_composite_ops_ro, cluster_monitor]
  index_permissions: [{index_patterns: ["*"], allowed_actions: [read, indices_monitor, "indices:admin/mappings/get"]}]
YML
  cat >"$config/roles_mapping.yml" <<'YML'
_meta: {type: rolesmapping, config_version: 2}
all_access: {backend_roles: [loads]}
reads: {backend_roles: [reads]}
YML
  cat >"$config/config.yml" <<'YML'
_meta: {type: config, config_version: 2}
config:
  dynamic:
    authc:
      basic:
        http_enabled: true
        order: 0
        http_authenticator: {type: basic, challenge: true}
        authentication_backend: {type: intern}
YML
}

start() {
  [[ -d $lib ]] || die "there are no jars in $lib; run opensearch-cluster.sh start first"
  [[ ! -d $home ]] || die "$home is there already; wipe it first"
  mkdir -p "$home/config" "$home/tmp"
  install
  (certify)
  configure
  local security=plugins.security
  setsid "$java" -Xms512m -Xmx512m "-Djava.io.tmpdir=$home/tmp" "-Dlog4j2.configurationFile=$here/log4j2.properties" \
    -cp "$dir/classes:$lib/*" OpenSearchNode "$home" \
    cluster.name=secured node.name=secured network.host=127.0.0.1 discovery.type=single-node \
    http.port="$http_port" transport.port="$transport_port" \
    cluster.routing.allocation.disk.threshold_enabled=false \
    $security.ssl.transport.pemcert_filepath=node.pem $security.ssl.transport.pemkey_filepath=node.key \
    $security.ssl.transport.pemtrustedcas_filepath=ca.pem \
    $security.ssl.http.enabled=true $security.ssl.http.pemcert_filepath=node.pem \
    $security.ssl.http.pemkey_filepath=node.key $security.ssl.http.pemtrustedcas_filepath=ca.pem \
    $security.allow_default_init_securityindex=true $security.nodes_dn.0=CN=node \
    >"$home/log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$home/pid"
  local deadline=$((SECONDS + ${OPENSEARCH_WAIT:-300}))
  until curl -sf --max-time 5 -o /dev/null --cacert "$home/config/ca.pem" -u 'loader:correct horse' \
    "https://localhost:$http_port/_cluster/health"; do
    kill -0 "$(<"$home/pid")" 2>/dev/null || die "the node has ended; see $home/log"
    ((SECONDS < deadline)) || die "the node did not answer in time; see $home/log"
    sleep 0.5
  done
  printf '%s\n' "$home/config/ca.pem"
}

wipe() {
  local pid
  pid=$(cat "$home/pid" 2>/dev/null) || pid=
  if [[ -n $pid ]] && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "$home"; then
    kill -TERM "$pid"
    for _ in {1..300}; do [[ -d /proc/$pid ]] || break; sleep 0.1; done
    [[ ! -d /proc/$pid ]] || kill -KILL "$pid"
  fi
  rm -rf "$home"
}

case ${1:-} in
  start) start ;;
  wipe) wipe ;;
  -h | --help | help) usage ;;
  *) usage >&2; exit 2 ;;
esac
