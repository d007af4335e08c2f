import type { Enu } from '../../../../model/geo/enu.ts';
import type { ServiceLayer } from '../slice.ts';

/** A service as it is drawn: its address is the hub's, which asks the service. */
export interface DrawnService extends Pick<ServiceLayer, 'service' | 'opacityRatio' | 'offsetM'> {
  /** Address of a tileset, or the template of a map's pictures. */
  readonly url: string;
  /** By these the hub knows who asks. */
  readonly headers: Readonly<Record<string, string>>;
}

/** All that is drawn of services, and whom a click on a map asks what stands there. */
export interface DrawnServices {
  readonly services: readonly DrawnService[];
  readonly look: (at: Enu) => void;
}
