import type { IPublishPacket, MqttClient, Packet } from 'mqtt';

/** Whether a message is kept for good, so that the broker may forget it. */
type Keep = (packet: IPublishPacket) => Promise<boolean> | null;

/** Until the broker is asked again for what could not be kept. */
const AGAIN_MS = 2000;

/**
 * mqtt.js acknowledges what it has handed on, one message after the other: to wait in its `handleMessage` until history has one would let
 * all others wait (20 a second). So the PUBACK itself is held until the message is kept, while the next ones are read. What could not be
 * kept is not acknowledged: the connection is ended, comes back by itself, and the broker sends it again.
 */
export function holdAcknowledgements(client: MqttClient, keep: Keep): void {
  const held = new Map<number, Promise<boolean>>();
  let isEnding = false;
  const send: (packet: Packet, done?: () => void) => void = Reflect.get(client, '_sendPacket').bind(client);

  function again(): void {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => {
      isEnding = false;
      if (client.connected) client.stream.destroy();
    }, AGAIN_MS).unref();
  }

  client.on('close', () => held.clear());
  client.handleMessage = (packet, done) => {
    const kept = keep(packet);
    if (kept && packet.qos > 0 && packet.messageId !== undefined) held.set(packet.messageId, kept);
    done();
  };
  Reflect.set(client, '_sendPacket', (packet: Packet, done?: () => void, ...rest: unknown[]) => {
    const kept = packet.cmd === 'puback' && packet.messageId !== undefined ? held.get(packet.messageId) : undefined;
    if (!kept) return Reflect.apply(send, client, [packet, done, ...rest]);
    void kept.then((isKept) => {
      // After a new connection the number may stand for another message.
      const isSame = held.get(packet.messageId ?? -1) === kept;
      if (isSame) held.delete(packet.messageId ?? -1);
      if (!isKept) again();
      else if (isSame && client.connected) send(packet);
    });
    done?.();
  });
}
