import {
  ConeGeometry,
  DynamicDrawUsage,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { classTexture, TABLE_CLASSES } from '../../../../view/table/class-texture.ts';
import { upOfElevation } from '../../../../view/table/datum.ts';
import type { TableHandles, TableHost } from '../../../../view/table/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { CROWD_STOPS } from '../../crowd-colours.ts';
import { peopleAt } from '../../crowd-moment.ts';
import { peopleWithin } from '../../people-within.ts';
import type { CrowdPicture } from '../../slice.ts';

/** People of the shown run on the table: as many as the globe has, at the same places; follows clock and theme by itself. */
export function openTableCrowd(host: TableHost): SceneDrawing<CrowdPicture> {
  const { twin, table } = host;
  let shown: CrowdPicture | null = null;
  let people: TablePeople | null = null;

  function put(timeMs: number): void {
    if (shown) people?.show(shown, timeMs);
    host.requestFrame();
  }

  const end = endAll([
    table.readers.countPeople((east, north, radiusM) => people?.countWithin(east, north, radiusM) ?? 0),
    twin.follow(({ shownTimeMs }) => shownTimeMs, put),
    twin.follow(themeOf, () => people?.takeColours()),
  ]);
  return {
    show(next) {
      shown = next;
      if (people && people.ground !== next?.ground) {
        people.close();
        people = null;
      }
      if (next && next.frames.length > 0) people ??= new TablePeople(table, next);
      put(twin.getState().shownTimeMs);
    },
    close() {
      end();
      people?.close();
    },
  };
}

/** One mesh for all: a pin, and four numbers of each person. */
class TablePeople {
  readonly ground: CrowdPicture['ground'];
  /** East, north, above the datum and value of each, as they are shown. */
  private readonly places: Float32Array;
  private readonly table: TableHandles;
  private readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  private readonly attribute: InstancedBufferAttribute;
  private colour: CrowdPicture['colour'];

  constructor(table: TableHandles, { ground, colour }: CrowdPicture) {
    const { scene, saw, block, city, uniforms } = table.stage;
    this.table = table;
    this.ground = ground;
    this.colour = colour;
    this.places = new Float32Array(4 * ground.people);
    this.attribute = new InstancedBufferAttribute(this.places, 4);
    this.attribute.setUsage(DynamicDrawUsage);
    const pin = new ConeGeometry(0.3, 1.7, 5, 1, false).translate(0, 0.85, 0);
    const geometry = new InstancedBufferGeometry();
    geometry.setIndex(pin.getIndex());
    geometry.setAttribute('position', pin.getAttribute('position'));
    geometry.setAttribute('person', this.attribute);
    geometry.instanceCount = ground.people;
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      clipping: true,
      clippingPlanes: [...saw],
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      uniforms: {
        u_night: uniforms.u_night,
        u_east: { value: block.eastM },
        u_north: { value: block.northM },
        u_datumUp: { value: upOfElevation(city, block.eastM, block.northM, 0) - uniforms.u_baseUp.value },
        u_classes: { value: classTexture([], () => [0, 0, 0]) },
        u_picked: { value: -1 },
        u_perM: { value: 0.0016 },
      },
    });
    this.mesh = new Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.name = 'crowd';
    scene.add(this.mesh);
    this.takeColours();
  }

  show(picture: CrowdPicture, timeMs: number): void {
    if (picture.colour !== this.colour) {
      this.colour = picture.colour;
      this.takeColours();
    }
    peopleAt(picture, timeMs, this.places);
    this.mesh.material.uniforms.u_picked.value = picture.pickedPerson ?? -1;
    this.attribute.needsUpdate = true;
  }

  countWithin(eastM: number, northM: number, radiusM: number): number {
    return peopleWithin(this.places, eastM, northM, radiusM);
  }

  takeColours(): void {
    const theme = themeOf(this.table.stage.twin.getState());
    const { u_classes } = this.mesh.material.uniforms;
    u_classes.value.dispose();
    u_classes.value = classTexture(CROWD_STOPS[this.colour], (token) => tokenColour(theme, token));
  }

  close(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.uniforms.u_classes.value.dispose();
    this.mesh.material.dispose();
  }
}

/** A pin is at least two pixels wide, or a crowd would be nothing on a table; who is not there has no size. */
const VERTEX = `
in vec4 person;
uniform float u_east, u_north, u_datumUp, u_picked, u_perM;
out float v_value;
out float v_shade;
#include <clipping_planes_pars_vertex>
void main() {
  vec3 at = vec3(person.x - u_east, person.z + u_datumUp, u_north - person.y);
  float farM = length((viewMatrix * vec4(at, 1.0)).xyz);
  float grown = max(1.0, farM * u_perM);
  bool isPicked = abs(float(gl_InstanceID) - u_picked) < 0.5;
  if (isPicked) grown *= 2.2;
  v_value = isPicked ? 1e9 : person.w;
  v_shade = 0.74 + 0.26 * min(1.0, position.y / 1.3);
  vec4 mvPosition = viewMatrix * vec4(person.w < 0.0 ? vec3(0.0, -1e6, 0.0) : at + position * vec3(grown, max(1.0, 0.6 * grown), grown), 1.0);
  mvPosition.xyz *= 0.998;
  #include <clipping_planes_vertex>
  gl_Position = projectionMatrix * mvPosition;
}`;

const FRAGMENT = `
uniform sampler2D u_classes;
uniform float u_night;
in float v_value;
in float v_shade;
out vec4 o_colour;
#include <clipping_planes_pars_fragment>
void main() {
  #include <clipping_planes_fragment>
  vec3 colour = vec3(1.0);
  if (v_value < 1e8) {
    colour = vec3(-1.0);
    for (int i = 0; i < ${TABLE_CLASSES}; i++) {
      vec4 one = texelFetch(u_classes, ivec2(i, 0), 0);
      if (v_value < one.a) break;
      colour = one.rgb;
    }
    if (colour.r < 0.0) discard;
  }
  o_colour = linearToOutputTexel(vec4(pow(colour * v_shade, vec3(2.2)) * (1.0 - 0.4 * u_night), 1.0));
}`;
