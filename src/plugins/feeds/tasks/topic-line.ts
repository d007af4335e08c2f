import type { Login } from '../../../twin/account.ts';
import type { TopicListener } from '../../../twin/live/hub-topics.ts';
import { brokerOf, mqttSource } from './mqtt-source.ts';
import { sleep } from './sleep.ts';
import { reconnectingSource, type SourceListener } from './source.ts';

/** A screen of a wall that was cut off comes back as soon as it can: it is one of a few, and no crowd. */
const MAX_WAIT_MS = 2000;
/** After so long without a word the hub is asked whether it is there. */
const KEEPALIVE_S = 5;

/** Nothing but the topic itself is listened to. */
const DEAF: SourceListener = { opened: () => undefined, onReading: () => undefined, refused: () => undefined };

/** What the worker tells the page of a topic. */
export type TopicNews = { kind: 'connected'; isConnected: boolean } | { kind: 'message'; json: unknown };

/** A connection of its own to the hub's broker for one topic, which is opened again after each break until it is closed. */
export class TopicLine {
  private readonly hubUrl: string;
  private readonly topic: string;
  private readonly listener: TopicListener;
  private stopped = new AbortController();

  constructor(hubUrl: string, topic: string, login: Login | null, listener: TopicListener) {
    this.hubUrl = hubUrl;
    this.topic = topic;
    this.listener = listener;
    this.signIn(login);
  }

  /** Opens it in the name of this login, in place of the connection of before. */
  signIn(login: Login | null): void {
    this.close();
    this.stopped = new AbortController();
    const { listener, topic, hubUrl } = this;
    const source = mqttSource({
      url: brokerOf(hubUrl),
      version: 4,
      hearsReadings: false,
      others: { [topic]: (json) => listener.take(json) },
      keepaliveS: KEEPALIVE_S,
      ...(login ? { token: login.token } : {}),
    });
    void reconnectingSource(source, DEAF, this.stopped.signal, {
      nowMs: Date.now,
      random: Math.random,
      sleep: (ms, signal) => sleep(Math.min(ms, MAX_WAIT_MS), signal),
      onStatus: ({ kind }) => listener.connected(kind === 'live'),
      opened: () => undefined,
    });
  }

  close(): void {
    this.stopped.abort();
  }
}
