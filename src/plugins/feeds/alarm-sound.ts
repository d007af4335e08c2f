import { useEffect, useRef } from 'react';
import type { Alarm } from '../../../model/alarms/alarm.ts';
import { callingAlarms } from './fresh-alarms.ts';

/** Two tones a fourth apart, Ⅰ twice: told from any phone, over in half a second. */
const TONES_HZ = [880, 1174.7];
const TONE_S = 0.11;
const LOUDNESS = 0.2;

/** Sounds once when an alarm that was not there becomes unacknowledged; `on` is switched by a hand, which is what lets a browser sound at all. */
export function useAlarmSound(alarms: readonly Alarm[], on: boolean): void {
  const known = useRef<ReadonlySet<string>>(new Set());
  const context = useRef<AudioContext | null>(null);
  useEffect(() => {
    const open = callingAlarms(alarms);
    const fresh = open.filter(({ key }) => !known.current.has(key));
    known.current = new Set(open.map(({ key }) => key));
    if (!on || fresh.length === 0) return;
    context.current ??= new AudioContext();
    sound(context.current, fresh.some(({ meaning }) => meaning.priority === 1) ? 2 : 1);
  }, [alarms, on]);
  useEffect(() => () => void context.current?.close(), []);
}

function sound(context: AudioContext, times: number): void {
  const gain = context.createGain();
  gain.gain.value = LOUDNESS;
  gain.connect(context.destination);
  for (let i = 0; i < times * TONES_HZ.length; i++) {
    const tone = context.createOscillator();
    tone.frequency.value = TONES_HZ[i % TONES_HZ.length];
    tone.connect(gain);
    tone.start(context.currentTime + i * TONE_S);
    tone.stop(context.currentTime + (i + 1) * TONE_S);
  }
}
