import { serviceKey } from '../services.ts';

/** What is heard on a topic of the hub. */
export interface TopicListener {
  /** The hub listens to us; `false`: the wire broke, and is tried again. */
  connected(isConnected: boolean): void;
  /** A message, which its owner parses. */
  take(json: unknown): void;
}

/** Topics of the hub that a plug-in listens to by itself, whether the city has sensors or not. */
export interface HubTopics {
  /** In the name of the login that there is, and of each later one; the returned function ends it. */
  follow(topic: string, listener: TopicListener): () => void;
}

/** Offered by the plug-in that listens to sensors. */
export const HUB_TOPICS = serviceKey<HubTopics>('topics of the hub');
