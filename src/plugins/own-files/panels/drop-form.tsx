import { type FormEvent, useState } from 'react';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { ownFilesController } from '../controller.ts';
import type { AddedLayer, Drop } from '../drop-controller.ts';
import type { LayerRecipe } from '../tasks/drop-types.ts';
import { ofKind } from '../tasks/guess-layer.ts';

/** Systems that files are often in and seldom name. */
const DEFAULT_CRS = ['EPSG:4326', 'EPSG:4490', 'EPSG:4547', 'EPSG:4549', 'EPSG:3857', 'GCJ-02', 'BD-09'];

const KINDS_OF_GEOMETRY = {
  polygon: ['building', 'area', 'water'],
  line: ['area', 'pipe', 'water'],
  point: ['point', 'tree'],
} as const;

/** How a file is read: its coordinates, and what each of its layers is and takes from its properties. */
export function DropForm({ drop, asksCrs }: { drop: Drop; asksCrs: boolean }) {
  const { t, of } = useWords();
  const { change } = useController(ownFilesController);
  const [crs, setCrs] = useState(drop.wish.crs ?? '');
  const [encoding, setEncoding] = useState(drop.wish.encoding ?? '');
  const laid = drop.status.kind === 'laid' ? drop.status.layers : [];
  const [recipes, setRecipes] = useState<readonly LayerRecipe[]>(laid.map(({ recipe }) => recipe));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const said = {
      ...(crs.trim() ? { crs: crs.trim() } : {}),
      ...(encoding.trim() ? { encoding: encoding.trim() } : {}),
    };
    // A file that was refused is looked at anew: what layers it has is not known yet.
    change(drop.id, recipes.length === 0 ? said : { ...said, layers: recipes.map((recipe) => placed(recipe, said)) });
  };
  const form = (
    <form className="drop-form" onSubmit={apply}>
      {asksCrs && (
        <p className="note warn" role="status">
          {t('drop.crsAsk')}
        </p>
      )}
      <TextField
        label={t('drop.crsField')}
        value={crs}
        hint={t(laid.length > 0 ? 'drop.fileCrs' : 'drop.crsHint')}
        offers={DEFAULT_CRS.map((value) => ({ value }))}
        onChange={setCrs}
      />
      <PlaceHere onPlace={setCrs} />
      <TextField label={t('drop.encoding')} value={encoding} hint={t('drop.encodingHint')} onChange={setEncoding} />
      {recipes.map((recipe, i) => (
        <fieldset key={recipe.id}>
          {recipes.length > 1 && <legend>{of(recipe.label)}</legend>}
          <RecipeFields
            recipe={recipe}
            layer={laid[i]}
            onChange={(changed) => setRecipes(recipes.map((one, k) => (k === i ? changed : one)))}
          />
        </fieldset>
      ))}
      <p className="form-actions">
        <button type="submit" className="btn small primary">
          {t('drop.apply')}
        </button>
      </p>
    </form>
  );
  if (asksCrs) return form;
  return (
    <details>
      <summary>{t('drop.edit')}</summary>
      {form}
    </details>
  );
}

/** What is said of the whole file holds for each of its layers. */
function placed(
  { crs: _, encoding: __, ...recipe }: LayerRecipe,
  said: { crs?: string; encoding?: string },
): LayerRecipe {
  return { ...recipe, ...said };
}

/** Puts the zero of local coordinates under the middle of the picture: metres east and north of it. */
function PlaceHere({ onPlace }: { onPlace: (crs: string) => void }) {
  const { t } = useWords();
  const { view } = useApp();
  const place = () =>
    void view.surfaceAt(window.innerWidth / 2, window.innerHeight / 2).then((point) => {
      if (!point) return;
      const { lonDeg, latDeg } = point.lonLat;
      onPlace(
        `+proj=tmerc +lat_0=${latDeg.toFixed(7)} +lon_0=${lonDeg.toFixed(7)} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m`,
      );
    });
  return (
    <button type="button" className="btn small" onClick={place}>
      {t('drop.placeHere')}
    </button>
  );
}

/** Kind, and what the kind takes. */
function RecipeFields({
  recipe,
  layer,
  onChange,
}: {
  recipe: LayerRecipe;
  layer: AddedLayer | undefined;
  onChange: (recipe: LayerRecipe) => void;
}) {
  const { t } = useWords();
  const { kind, geometry, fields, assume } = recipe;
  const properties = layer?.report.fields ?? [];
  if (geometry === undefined || geometry === 'surface') return null;
  const numeric = properties.filter(({ isNumeric }) => isNumeric).map(({ name }) => name);
  const options = [{ value: '', label: t('drop.none') }, ...numeric.map((name) => ({ value: name, label: name }))];
  const field = (name: 'height' | 'levels' | 'diameter', label: string) => (
    <ChoiceField
      label={label}
      value={fields[name] ?? ''}
      options={options}
      onChange={(value) => {
        const { [name]: _, ...others } = fields;
        onChange({ ...recipe, fields: value === '' ? others : { ...others, [name]: value } });
      }}
    />
  );
  const guess = (name: 'heightM' | 'widthM' | 'diameterMm', label: string, unit: string, max: number) => (
    <NumberField
      label={label}
      unit={unit}
      value={assume[name] ?? 1}
      min={0.1}
      max={max}
      step={0.1}
      onChange={(value) => onChange({ ...recipe, assume: { ...assume, [name]: value } })}
    />
  );
  return (
    <>
      <ChoiceField
        label={t('drop.kind')}
        value={kind}
        options={KINDS_OF_GEOMETRY[geometry].map((value) => ({ value, label: t(`drop.kinds.${value}`) }))}
        onChange={(value) => {
          const { model: _, liftM: __, colour: ___, ...rest } = recipe;
          onChange({ ...rest, ...ofKind(value, properties) });
        }}
      />
      {kind === 'building' && field('height', t('drop.heightField'))}
      {kind === 'building' && field('levels', t('drop.levelsField'))}
      {kind === 'building' && guess('heightM', t('drop.assumeHeight'), 'm', 1000)}
      {kind === 'pipe' && field('diameter', t('drop.diameterField'))}
      {kind === 'pipe' && guess('diameterMm', t('drop.assumeDiameter'), 'mm', 10_000)}
      {geometry === 'line' && kind !== 'pipe' && guess('widthM', t('drop.assumeWidth'), 'm', 200)}
    </>
  );
}
