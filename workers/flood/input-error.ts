import { MixedError } from '../../model/text/message.ts';

/** A place, a number or a size that cannot be run: says where, what was expected and what came. */
export class FloodInputError extends MixedError {
  override name = 'FloodInputError';
}
