"""Receivers on loopback for tests: an SMTP sink and a web server that takes posts."""
import base64
import email
import email.policy
import http.server
import socket
import threading
import time

PASSWORD = "a-mail-password"


class Smtp:
    """One connection after another; answers as `faults` say, one entry a connection."""

    def __init__(self, context=None, implicit=False):
        self.context, self.implicit = context, implicit
        self.mails, self.faults, self.signed_in, self.connections = [], [], [], 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.listener.accept()
            self.connections += 1
            fault = self.faults.pop(0) if self.faults else ""
            try:
                if self.implicit:
                    connection = self.context.wrap_socket(connection, server_side=True)
                self.talk(connection, fault)
            except (OSError, ValueError):
                pass
            connection.close()

    def talk(self, connection, fault):
        if fault == "slow":
            time.sleep(4)
            return
        while fault == "more":
            connection.sendall(b"220-more\r\n")
            time.sleep(.3)
        while fault == "bytes":
            connection.sendall(b"2")
            time.sleep(.3)
        while fault == "flood":
            connection.sendall(b"220-more\r\n" * 10000)
        stream = connection.makefile("rwb")

        def say(line):
            stream.write(line.encode() + b"\r\n")
            stream.flush()

        say("220 sink")
        while True:
            line = stream.readline().decode().strip()
            if not line:
                return
            word = line.split()[0].upper()
            if word == "EHLO":
                say("250-sink")
                if self.context and not self.implicit:
                    say("250-STARTTLS")
                say("250 AUTH LOGIN")
            elif word == "STARTTLS" and not self.context:
                say("502 unknown")
            elif word == "STARTTLS":
                say("220 go")
                stream.close()
                connection = self.context.wrap_socket(connection, server_side=True)
                stream = connection.makefile("rwb")
            elif word == "AUTH":
                # The name may come with the word, and what is asked for is asked in base 64.
                if len(line.split()) > 2:
                    user = line.split()[2]
                else:
                    say("334 " + base64.b64encode(b"Username:").decode())
                    user = stream.readline().decode().strip()
                say("334 " + base64.b64encode(b"Password:").decode())
                word = stream.readline().decode().strip()
                self.signed_in.append((base64.b64decode(user), base64.b64decode(word)))
                say("235 in" if base64.b64decode(word).decode() == PASSWORD else "535 no")
            elif word == "MAIL" and fault == "451":
                say("451 later")
            elif word == "MAIL" and fault == "escape":
                say("550 \x1b[31mred")
            elif word == "MAIL" and fault == "550":
                say("550 never")
            elif word == "DATA":
                say("354 go")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    data += stream.readline()
                self.mails.append(email.message_from_bytes(data[:-3], policy=email.policy.default))
                say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


class Web:
    def __init__(self, context=None):
        self.posts, self.faults = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fault = outer.faults.pop(0) if outer.faults else 200
                if fault == "slow":
                    time.sleep(4)
                    return
                outer.posts.append((fault, self.path, self.headers, body))
                self.send_response(fault)
                self.end_headers()

            def log_message(self, *unused):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def taken(self):
        return [post for post in self.posts if post[0] == 200]
