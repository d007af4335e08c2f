import { openGroundLines } from '../../../view/ground-lines.ts';
import { openGroundWeb } from '../../../view/ground-web.ts';
import type { SceneHost } from '../../../view/scene.ts';

export const openClosures = (host: SceneHost) => openGroundWeb(host, 'closures');
export const openWays = (host: SceneHost) => openGroundWeb(host, 'dispatch-ways');
export const openPlaces = (host: SceneHost) => openGroundLines(host, 'dispatch-place');
