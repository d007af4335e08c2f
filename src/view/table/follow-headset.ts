import { messagesOf } from '../../../model/text/message.ts';
import type { Reason } from '../../twin/failure.ts';
import { type HeadsetKind, isOpen } from '../../twin/headset.ts';
import { endAll } from '../end-all.ts';
import { viewMessage } from '../messages.ts';
import { type HeadsetParts, type HeadsetSession, openHeadsetSession } from './headset.ts';

/** Puts the table into a headset when the twin asks for it, and back onto the page when it no longer does, or the table is closed. */
export function followHeadset({
  stage,
  studio,
  choose,
}: Pick<HeadsetParts, 'stage' | 'studio' | 'choose'>): () => void {
  const { twin } = stage;
  let worn: HeadsetSession | null = null;
  const now = () => twin.getState().headset;
  const parts: HeadsetParts = {
    stage,
    studio,
    choose,
    left() {
      if (now().status === 'worn') twin.getState().leaveHeadset();
    },
    unended(kind, error) {
      console.warn('headset', error);
      const reason = error instanceof Error ? error.message : String(error);
      twin.getState().refuseHeadset(kind, viewMessage('headset-unended', { reason }).text);
    },
  };

  async function put(kind: HeadsetKind): Promise<void> {
    const wish = now();
    try {
      const opened = await openHeadsetSession(parts, kind);
      if (now() !== wish) return await opened.end();
      worn = opened;
      await opened.begin();
      // It may have been left, and asked for anew, while it was begun.
      if (now() === wish) twin.getState().reportWorn();
    } catch (error) {
      if (now() === wish || now().status === 'refused') twin.getState().refuseHeadset(kind, refusalOf(error));
    }
  }

  function takeOff(): void {
    const left = worn;
    worn = null;
    left?.end();
  }

  return endAll([
    takeOff,
    () => {
      if (isOpen(now())) twin.getState().leaveHeadset();
    },
    twin.follow(
      ({ headset }) => headset,
      (headset) => {
        if (headset.status === 'asked') put(headset.kind);
        else if (!isOpen(headset)) takeOff();
      },
    ),
    // Beside the map the globe plays the clock, in frames that a headset holds up.
    twin.follow(
      ({ engine }) => engine,
      (engine) => {
        if (engine !== 'table' && isOpen(now())) twin.getState().leaveHeadset();
      },
    ),
  ]);
}

/** Why a browser opened none, by the names of WebXR's own errors; others go to the console as they came. */
export function refusalOf(error: unknown): Reason {
  const own = messagesOf(error)?.at(0);
  if (own) return own.text;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return viewMessage('headset-denied', {}).text;
  if (name === 'InvalidStateError') return viewMessage('headset-busy', {}).text;
  if (name === 'NotSupportedError') return viewMessage('headset-lacking', {}).text;
  console.warn('headset', error);
  return viewMessage('headset-failed', { reason: error instanceof Error ? error.message : String(error) }).text;
}
