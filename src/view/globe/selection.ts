import { Cartesian2, Cesium3DTileFeature, ScreenSpaceEventHandler, ScreenSpaceEventType } from '@cesium/engine';
import type { Picture } from './picture.ts';
import { PickedObject } from './sensors.ts';
import { type CityStage, endAll, enuOf } from './stage.ts';

/** The pointer must rest this long before a hover is looked up: a pick draws the scene once more. */
const HOVER_REST_MS = 90;

/** A click selects (of a run's people first), a rest of the pointer hovers, a click while digging sets a corner; shaders mark both by gid. */
export function showSelection(
  stage: CityStage,
  picture: Picture,
  personAt: (position: Cartesian2) => number | null,
): () => void {
  const { scene, twin, widget } = stage;
  const { canvas } = widget;
  const handler = new ScreenSpaceEventHandler(canvas);
  let rest: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const gidAt = (position: Cartesian2): number | null => gidOf(scene.pick(position));

  handler.setInputAction(({ position }: { position: Cartesian2 }) => {
    canvas.classList.add('by-pointer');
    canvas.focus({ preventScroll: true });
    const state = twin.getState();
    if (state.measuring) return;
    if (state.digging) {
      const ray = scene.camera.getPickRay(position);
      const ground = ray && scene.globe.pick(ray, scene);
      if (!ground) return;
      const [eastM, northM] = enuOf(stage, ground);
      state.addDigPoint([eastM, northM]);
      return;
    }
    const person = personAt(position);
    state.pickPerson(person);
    state.select(person === null ? gidAt(position) : null);
  }, ScreenSpaceEventType.LEFT_CLICK);

  const onMove = (event: PointerEvent): void => {
    clearTimeout(rest);
    if (event.pointerType === 'touch' || event.buttons !== 0) return;
    const box = canvas.getBoundingClientRect();
    const position = new Cartesian2(event.clientX - box.left, event.clientY - box.top);
    rest = setTimeout(() => {
      const { digging, measuring } = twin.getState();
      if (closed || digging || measuring) return;
      scene.pickAsync(position).then(
        (picked) => {
          if (!closed) hover(gidOf(picked));
        },
        () => hover(null),
      );
      scene.requestRender();
    }, HOVER_REST_MS);
  };
  const onLeave = (): void => {
    clearTimeout(rest);
    hover(null);
  };
  function hover(gid: number | null): void {
    if (twin.getState().hoveredGid !== gid) twin.getState().hover(gid);
    canvas.style.cursor = gid === null ? '' : 'pointer';
  }

  const onKey = (): void => canvas.classList.remove('by-pointer');
  canvas.addEventListener('keydown', onKey);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  return endAll([
    scene.camera.moveStart.addEventListener(() => hover(null)),
    twin.follow(
      ({ selectedGid, hoveredGid }) => `${selectedGid} ${hoveredGid}`,
      (_, { selectedGid, hoveredGid }) => {
        picture.uniforms.selectedGid = selectedGid ?? -1;
        picture.uniforms.hoveredGid = hoveredGid ?? -1;
        picture.changed();
      },
    ),
    () => {
      closed = true;
      clearTimeout(rest);
      canvas.removeEventListener('keydown', onKey);
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerleave', onLeave);
      handler.destroy();
    },
  ]);
}

function gidOf(picked: unknown): number | null {
  if (picked instanceof PickedObject) return picked.gid;
  if (!(picked instanceof Cesium3DTileFeature)) return null;
  const gid: unknown = picked.getProperty('gid');
  return typeof gid === 'number' ? gid : null;
}
