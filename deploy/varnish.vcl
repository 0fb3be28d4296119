# Varnish before rlsinfo: pages are kept until the site says that they changed, and never sent when they are older.
#
# Tried with Varnish 7.1 of Debian 12 (tests/freshness/test_varnish.py). What it takes:
#
#   apt-get install varnish varnish-modules
#   EDGE_URL=varnish://127.0.0.1:6081 HOST=127.0.0.1 PORT=8000 SITE_URL=https://www.example.org
#   ALLOWED_HOSTS=www.example.org BEHIND_TLS_FRONT=1 make run
#   varnishd -a 127.0.0.1:6081 -a tls=127.0.0.1:6086,PROXY -f /etc/varnish/rlsinfo.vcl -s malloc,256m
#
# Something that ends TLS stands before it and speaks the PROXY protocol (hitch), so that client.ip is the reader's.
#
# What is guaranteed (docs/adr/0028-edge-caches.md): the site numbers its changes. Each page says up to which change it
# is known to be true (X-Position); each purge says which change it is for. A page that is older than the last purge is
# not sent before the site was asked whether it is still the same, which costs it a 304. That holds also for a page that
# was being fetched while the purge came, however long that took. So a reader may see an old page until the purge has
# arrived, usually within a second after the change, and not a moment longer.

vcl 4.1;

import purge;
import std;
import var;
import xkey;

backend default {
    .host = "127.0.0.1";        # CHANGE: HOST and PORT
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 60s;
    .between_bytes_timeout = 10s;
}

# Who may purge. The site itself, asking Varnish directly.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # With a comma, somebody else asked through a front on this machine.
        if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
            return (synth(403));
        }
        if (req.http.Surrogate-Key) {
            set req.http.Purged = xkey.purge(req.http.Surrogate-Key);
        }
        if (std.integer(req.http.X-Position, 0) > std.integer(var.global_get("position"), 0)) {
            var.global_set("position", req.http.X-Position);
            # All others are kept for asking whether they are still the same.
            set req.http.Purged = xkey.softpurge("everything");
        }
        return (synth(200));
    }

    # Who asks by another name is asked of nobody. CHANGE: the host of SITE_URL.
    if (req.http.Host !~ "^www\.example\.org(:[0-9]+)?$") {
        return (synth(421));
    }
    # One page, one object: by one name, written in one way.
    set req.http.Host = regsub(req.http.Host, ":[0-9]+$", "");
    set req.http.X-Forwarded-Proto = "https";

    if (req.method != "GET" && req.method != "HEAD") {
        # A form is taken whole before the site is asked, so that a slow one holds none of its threads. CHANGE: where
        # tables of organisations are sent by this way, as much as they have (6 MB at most).
        if (!std.cache_req_body(256KB)) {
            return (synth(413));
        }
        return (pass);
    }
    # Somebody is signed in, asks a question, or writes an address in a way of their own: that is for the site.
    if (req.http.Cookie ~ "sessionid" || req.url ~ "[?%]") {
        return (pass);
    }
    unset req.http.Cookie;
    unset req.http.Authorization;
    return (hash);
}

sub vcl_hit {
    # It was being fetched while the purge came, so it was not there yet to be purged.
    if (std.integer(obj.http.X-Position, 0) < std.integer(var.global_get("position"), 0)) {
        if (req.restarts > 1) {
            return (pass);
        }
        set req.http.Purged = purge.hard();
        return (restart);
    }
}

sub vcl_backend_fetch {
    # One body for all: Varnish unpacks it for whoever cannot.
    unset bereq.http.Surrogate-Key;
    unset bereq.http.X-Position;
    unset bereq.http.Purged;
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    # The module looks for its keys there.
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    unset beresp.http.Surrogate-Key;
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+" && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.keep = 1h;
    } else if (beresp.http.Cache-Control ~ "public" && bereq.url ~ "^/static/") {
        # Bears the hash of its content in its name: the time is that of its Cache-Control.
        set beresp.http.X-Position = "999999999999999";
    } else {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.Surrogate-Control;
    unset resp.http.X-Position;
    unset resp.http.Age;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
