import type { CityStage } from '../panes/stage.ts';
import { setView } from './camera-view.ts';
import type { Flyer } from './flight.ts';

/** A page that follows a wall has its leader's camera, at once and whatever flew before. */
export function followLeader({ scene, twin }: CityStage, flyer: Flyer): () => void {
  return twin.follow(
    ({ ledCamera }) => ledCamera,
    (view) => {
      if (!view) return;
      flyer.stop();
      setView(scene.camera, view);
      scene.requestRender();
    },
  );
}
