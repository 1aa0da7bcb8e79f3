"""A scheduler extender: spreads batch pods over racks, and keeps them off racks in maintenance.

Run it beside Wavetank (python3 extender.py), or beside a real kube-scheduler: the protocol is
the same, but there bind would have to call the API server.
"""
import json
from http.server import BaseHTTPRequestHandler, HTTPServer

MAINTENANCE = {"r3"}
racks = {}  # node -> rack, as filter has seen them
placed = {}  # rack -> pods bound there


def rack(node):
    return node["metadata"].get("labels", {}).get("example.com/rack", "")


def filter_nodes(args):
    nodes = args["Nodes"]["items"]
    good = [node for node in nodes if rack(node) not in MAINTENANCE]
    bad = {node["metadata"]["name"]: "node(s) were in a rack under maintenance"
           for node in nodes if rack(node) in MAINTENANCE}
    racks.update({node["metadata"]["name"]: rack(node) for node in nodes})
    return {"Nodes": {"items": good}, "FailedNodes": bad}


def prioritize(args):
    return [{"Host": node["metadata"]["name"], "Score": max(0, 10 - placed.get(rack(node), 0))}
            for node in args["Nodes"]["items"]]


def bind(args):
    name = racks.get(args["Node"], "")
    placed[name] = placed.get(name, 0) + 1
    return {}


VERBS = {"/filter": filter_nodes, "/prioritize": prioritize, "/bind": bind}


class Extender(BaseHTTPRequestHandler):
    def do_POST(self):
        args = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps(VERBS[self.path](args)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8888), Extender).serve_forever()
