import type { TourChapter } from '../../../../model/tours/tour.ts';
import { useApp, useOffered } from '../../../kit/app-context.tsx';
import { PAGE_STATE } from '../../../twin/page-state.ts';
import { hourOf } from '../../../view/city-hour.ts';
import { openScenery } from '../scene/scenery.ts';
import type { Capture } from '../tour-draft.ts';

/** Takes the page as it is: where it is looked from, at which hour, how the city is shown. */
export function useCapture(): () => Capture {
  const { twin } = useApp();
  const pageState = useOffered(PAGE_STATE);
  return () => {
    const { camera, shownTimeMs } = twin.getState();
    return { view: camera, hour: hourOf(shownTimeMs, twin.city.zone), scene: pageState?.write() ?? '' };
  };
}

/** Shows the page as a chapter says, for good: what a tour would put back stays. */
export function useShowChapter(): (chapter: TourChapter) => void {
  const { twin, report } = useApp();
  const pageState = useOffered(PAGE_STATE);
  return (chapter) => {
    openScenery(twin).set(chapter, pageState, report);
    twin.getState().flyTo(chapter.view);
  };
}
