import { MessageError } from '../../model/text/message.ts';

/** A drawing or a plan that cannot be used: its message names file, place, what was expected and what came. */
export class GeometryError extends MessageError {
  override name = 'GeometryError';
}
