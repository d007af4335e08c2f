import { type Crs, CrsError, crsOf as knownCrs } from '../../model/geo/crs.ts';
import { ReadError } from './problems.ts';

/** Throws ReadError, as all readers of the baker do, for a name that is not known. */
export async function crsOf(name: string, where: string): Promise<Crs> {
  try {
    return await knownCrs(name, where);
  } catch (error) {
    throw error instanceof CrsError ? new ReadError(...error.messages) : error;
  }
}
