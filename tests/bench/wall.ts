import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { MAX_STEPS_PER_S } from '../../model/walls/wall-step.ts';
import { openServer } from '../e2e/house.ts';
import { sentStep, wallShown } from '../model/walls/steps.ts';
import { median } from './arithmetic-yardstick.ts';
import { loggedIn } from './incident.ts';
import type { Parts } from './parts.ts';
import { quantile } from './quantile.ts';

const STEPS = 300;
const FOLLOWERS = 6;

export const PARTS: Parts = {
  /** From sending a step over HTTP until each of six screens has it over MQTT, thirty a second, as a leader sends while its camera moves. */
  async step(folder, report) {
    const hubData = join(folder, 'hub');
    mkdirSync(hubData);
    const server = await openServer({ hubData, isSimulated: false });
    const broker = `${server.url.replace('http', 'ws')}/mqtt`;
    const screens = await Promise.all(
      Array.from({ length: FOLLOWERS }, () => connectAsync(broker, { protocolVersion: 4 })),
    );
    try {
      const { post } = await loggedIn(server);
      const sentMs = new Map<number, number>();
      const delaysMs: number[] = [];
      for (const screen of screens) {
        screen.on('message', (_, payload) => {
          const { seq } = JSON.parse(payload.toString()) as { seq: number };
          delaysMs.push(performance.now() - (sentMs.get(seq) ?? Number.NaN));
        });
        await screen.subscribeAsync('shapan/walls/bench/step');
      }
      for (let seq = 1; seq <= STEPS; seq++) {
        const camera = { ...wallShown().camera, headingDeg: seq % 360 };
        sentMs.set(seq, performance.now());
        await post('walls/bench/step', sentStep({ seq, claims: seq === 1, shown: wallShown({ camera }) }));
        const restMs = 1000 / MAX_STEPS_PER_S - (performance.now() - (sentMs.get(seq) ?? 0));
        await new Promise((done) => setTimeout(done, Math.max(0, restMs)));
      }
      report({ name: 'wall.stepMedianMs', value: median(delaysMs), unit: 'ms' });
      report({ name: 'wall.stepP95Ms', value: quantile(delaysMs, 0.95), unit: 'ms' });
      report({ name: 'wall.stepMaxMs', value: Math.max(...delaysMs), unit: 'ms' });
      report({ name: 'wall.stepsMissing', value: STEPS * FOLLOWERS - delaysMs.length, unit: '1' });
    } finally {
      await Promise.all(screens.map((screen) => screen.endAsync()));
      await server.kill('SIGTERM');
    }
  },
};
