import type { SignalInput } from './network.ts';
import type { MicroRun } from './state.ts';

/** What a light shows, as `movementLight` has it. */
export const LIGHT = { none: 0, green: 1, givesWay: 2, amber: 3, red: 4 } as const;

/** Returns the phase of a plan at an instant. */
function phaseAt({ offsetS, phases }: SignalInput, timeS: number): number {
  const cycleS = phases.reduce((sum, { durationS }) => sum + durationS, 0);
  let rest = (timeS - offsetS) % cycleS;
  if (rest < 0) rest += cycleS;
  for (let phase = 0; phase < phases.length; phase++) {
    if (rest < phases[phase].durationS) return phase;
    rest -= phases[phase].durationS;
  }
  return phases.length - 1;
}

function lightOf(letter: string): number {
  if (letter === 'G') return LIGHT.green;
  if (letter === 'g') return LIGHT.givesWay;
  return letter === 'y' ? LIGHT.amber : LIGHT.red;
}

/** Shows what every signal says at an instant. Only signals whose phase changed are gone through. */
export function setSignals({ net, scratch }: MicroRun, timeS: number): void {
  const { signals } = net.input;
  for (let signal = 0; signal < signals.length; signal++) {
    const phase = phaseAt(signals[signal], timeS);
    if (phase === scratch.signalPhase[signal]) continue;
    scratch.signalPhase[signal] = phase;
    const { state } = signals[signal].phases[phase];
    for (let at = net.signalStart[signal]; at < net.signalStart[signal + 1]; at++) {
      const movement = net.signalMovements[at];
      scratch.movementLight[movement] = lightOf(state[net.movementSignalIndex[movement]]);
    }
  }
}
