import { Cartesian3 } from '@cesium/engine';
import type { Insets } from './camera.ts';
import { type Box, chooseLabels } from './label-choice.ts';
import type { Cluster } from './sensor-clusters.ts';
import type { SensorPicture } from './sensors.ts';
import { type CityStage, child, ecefOf, endAll } from './stage.ts';

/** Of the command wall (LOOK §6); alarms come before values, near before far. */
const MOST = 14;
/** Values are read from here on; alarms from anywhere. */
const VALUES_WITHIN_M = 900;
const STEM_PX = 14;
const EVERY_MS = 250;
const TAG_PX = 24;

/** A tag is measured before it is drawn: Han is as wide as it is high, the rest about half. */
function widthPx(text: string): number {
  return 16 + [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 16 : 9), 0);
}

interface Candidate {
  sensor: number;
  cluster: Cluster;
  level: number;
  distanceM: number;
}

/** Tags over the picture: alarms as filled pins with a stem to their place, values beside sensors when one is near. */
export function showSensorLabels(
  stage: CityStage,
  { live, label }: SensorPicture,
  marks: { isOn(): boolean; clusters(): readonly Cluster[]; raisedM(): number; insets(): Insets },
): () => void {
  const { scene, twin, overlay, widget } = stage;
  const root = child(overlay, 'sensor-labels');
  root.setAttribute('aria-hidden', 'true');
  const tags = Array.from({ length: MOST }, () => child(root, 'sensor-label'));
  const at = new Cartesian3();
  let chosen: Candidate[] = [];
  let chosenAtMs = 0;
  let chosenFrames = -1;

  function candidates(): Candidate[] {
    return marks.clusters().flatMap((cluster) => {
      const { eastM, northM, upM, members } = cluster;
      let sensor = members[0];
      let level = 0;
      for (const member of members) {
        const own = levelOf(member);
        if (own > 0 && (level === 0 || own < level)) [sensor, level] = [member, own];
      }
      if (level === 0 && members.length > 1) return [];
      Cartesian3.subtract(ecefOf(stage, [eastM, northM, upM], at), scene.camera.positionWC, at);
      const distanceM = Cartesian3.magnitude(at);
      if (Cartesian3.dot(at, scene.camera.directionWC) <= 0) return [];
      if ((level === 0 || level === 4) && distanceM > VALUES_WITHIN_M) return [];
      return [{ sensor, cluster, level: level === 0 ? 5 : level, distanceM }];
    });
  }

  function levelOf(sensor: number): number {
    let level = 0;
    for (let stream = live.firstStream[sensor]; stream < live.firstStream[sensor + 1]; stream++)
      if (live.levels[stream] > 0 && (level === 0 || live.levels[stream] < level)) level = live.levels[stream];
    return level;
  }

  /** Which are told is thought over four times a second; where they stand, with every frame. */
  function choose(): void {
    const ordered = candidates()
      .sort((a, b) => a.level - b.level || a.distanceM - b.distanceM || a.sensor - b.sensor)
      .slice(0, 4 * MOST);
    const placed = ordered.flatMap((candidate) => {
      const point = pointOf(candidate.cluster);
      const text = label(candidate.sensor);
      if (!point || text === '') return [];
      const width = widthPx(text);
      const box = { x: point.x - width / 2, y: point.y - STEM_PX - TAG_PX, width, height: TAG_PX };
      return isFree(box) ? [{ candidate, box }] : [];
    });
    const taken = chooseLabels(
      placed.map(({ box }) => box),
      MOST,
    );
    chosen = placed.filter((_, i) => taken[i]).map(({ candidate }) => candidate);
    for (const [i, tag] of tags.entries()) {
      const candidate = chosen[i];
      tag.hidden = candidate === undefined;
      if (!candidate) continue;
      tag.textContent = label(candidate.sensor);
      tag.className = `sensor-label level-${candidate.level}`;
    }
  }

  /** Clear of the panels: half a word is none. */
  function isFree({ x, y, width, height }: Box): boolean {
    const { clientWidth, clientHeight } = widget.canvas;
    const { topPx, rightPx, bottomPx, leftPx } = marks.insets();
    return x >= leftPx && x + width <= clientWidth - rightPx && y >= topPx && y + height <= clientHeight - bottomPx;
  }

  function pointOf({ eastM, northM, upM }: Cluster) {
    const point = scene.cartesianToCanvasCoordinates(ecefOf(stage, [eastM, northM, upM + marks.raisedM()]));
    const { clientWidth, clientHeight } = widget.canvas;
    return point && point.x > 0 && point.y > 0 && point.x < clientWidth && point.y < clientHeight ? point : null;
  }

  function place(): void {
    root.hidden = !marks.isOn();
    if (root.hidden) return;
    const nowMs = performance.now();
    const { feedFrames } = twin.getState();
    if (nowMs - chosenAtMs > EVERY_MS || (chosenFrames === -1 && feedFrames > 0)) {
      chosenAtMs = nowMs;
      chosenFrames = feedFrames;
      choose();
    }
    for (const [i, { cluster }] of chosen.entries()) {
      const point = pointOf(cluster);
      tags[i].hidden = !point;
      if (point)
        tags[i].style.transform =
          `translate(${point.x.toFixed(1)}px, ${(point.y - STEM_PX).toFixed(1)}px) translate(-50%, -100%)`;
    }
  }

  return endAll([
    scene.postRender.addEventListener(place),
    // A picture at rest draws no frame: the words go on by themselves.
    twin.follow(
      ({ feedMs }) => feedMs,
      () => {
        if (performance.now() - chosenAtMs > EVERY_MS) place();
      },
    ),
    () => root.remove(),
  ]);
}
