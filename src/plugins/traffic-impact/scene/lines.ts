import { openGroundLines } from '../../../view/ground-lines.ts';
import { openGroundWeb } from '../../../view/ground-web.ts';
import type { SceneHost } from '../../../view/scene.ts';

export const openRoadLoads = (host: SceneHost) => openGroundWeb(host, 'road-loads');
export const openLatePlaces = (host: SceneHost) => openGroundLines(host, 'late-place');
export const openSlowRoads = (host: SceneHost) => openGroundWeb(host, 'slow-roads');
export const openNewRoads = (host: SceneHost) => openGroundWeb(host, 'new-roads');
export const openRoadFaults = (host: SceneHost) => openGroundWeb(host, 'road-faults');
export const openEvacuation = (host: SceneHost) => openGroundWeb(host, 'evacuation');
