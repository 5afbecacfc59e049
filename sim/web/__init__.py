"""What the classroom's server and the local page share: headers of safety, a socket, a server until Ctrl-C."""
