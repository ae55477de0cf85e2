// The protocol of docs/protocol.md: JSON as text, pictures as bytes behind a JSON header.
class Connection {
  constructor(handlers) {
    this.handlers = handlers;
    const address = new URL("session" + location.search, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onmessage = (event) => this.take(event.data);
    this.socket.onopen = () => handlers.open();
    this.socket.onclose = (event) => handlers.closed(event.reason);
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  take(data) {
    if (typeof data === "string") {
      const message = JSON.parse(data);
      this.handlers[message.type]?.(message);
      return;
    }
    const count = new DataView(data).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, count)));
    let at = 4 + count;
    const pictures = header.bytes.map((length) => {
      at += length;
      return new Uint8Array(data, at - length, length);
    });
    this.handlers.picture(header, pictures);
  }
}
