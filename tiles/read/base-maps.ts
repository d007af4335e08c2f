import type { GroundPhoto } from '../../readers/geotiff/photo.ts';
import type { BaseMapInput } from '../model.ts';
import type { BaseMapRecipe } from '../recipe.ts';
import { nodeFileSource } from './node-file.ts';
import { reportPlaceDoubts } from './place-doubts.ts';

/** A service stands as it is; photographs and archives are opened when their tiles are made, one by one, since each is held whole. */
export function readBaseMap(recipe: BaseMapRecipe): BaseMapInput {
  if (recipe.kind === 'tiles') {
    const { file, ...stated } = recipe;
    return {
      ...stated,
      async read(onTile, signal) {
        const { readPictureTiles } = await import('../../readers/vector-tiles/picture-tiles.ts');
        const source = nodeFileSource(file);
        return readPictureTiles(await source.whole(), source.name, onTile, signal);
      },
    };
  }
  if (recipe.kind !== 'photo') return recipe;
  const { files, crs, ...stated } = recipe;
  return {
    ...stated,
    async open(problems) {
      const { besideOf } = await import('../../readers/geotiff/geotiff.ts');
      const { openPhoto } = await import('../../readers/geotiff/photo.ts');
      return await Promise.all(
        files.map(async (path) => {
          const source = nodeFileSource(path);
          const photo = await openPhoto(await source.whole(), source.name, crs, await besideOf(source), problems);
          reportPlaceDoubts(photo.crs, photo.file, middleOf(photo), problems);
          return photo;
        }),
      );
    },
  };
}

/** The middle of a photograph, degrees. */
function middleOf({ crs, columns, rows, west, north, pixelX, pixelY }: GroundPhoto): Float64Array {
  const lonLatDeg = Float64Array.of(west + (columns / 2) * pixelX, north - (rows / 2) * pixelY);
  crs.toLonLat(lonLatDeg, 0, 1);
  return lonLatDeg;
}
