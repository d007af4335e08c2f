import { MessageError } from '../../../model/text/message.ts';

/** A place, a number or a size that cannot be run: says where, what was expected and what came. */
export class FloodInputError extends MessageError {
  override name = 'FloodInputError';
}
