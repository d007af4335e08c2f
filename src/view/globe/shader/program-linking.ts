import type { EngineProgram, Scene } from '@cesium/engine';

const POLL_MS = 30;

/** Programs that are linked beside the page's thread. */
interface Linking {
  /** One is wanted on the picture and not linked yet. */
  isWaiting(): boolean;
  close(): void;
}

/**
 * The engine links a program when it draws it first, and asks at once whether that went well: the page stands still meanwhile
 * (3.3 s for the water's on llvmpipe, some 0.1 s on a laptop). Here programs whose fragment shader says `marker` are handed to the
 * driver without a question; their commands are left out of the picture until it has answered, and the engine is given the linked
 * program where it would have made its own. `KHR_parallel_shader_compile` tells when, where a browser has it; else a fence behind the
 * link does, for the graphics process works off what it was given in order. A link that fails is left to the engine, which says why.
 */
export function linkAlongside(scene: Scene, marker: string): Linking {
  const { context } = scene;
  const gl = context._gl;
  const parallel = gl.getExtension('KHR_parallel_shader_compile');
  const links = new Map<EngineProgram, Link>();
  const draw = context.draw;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const isAnyOver = () => [...links.values()].some((link) => isOver(gl, parallel, link));

  context.draw = (command, passState, given, map) => {
    const program = given ?? command.shaderProgram;
    if (program._program || !program._fragmentShaderText.includes(marker) || isAdopted(program))
      draw.call(context, command, passState, given, map);
  };

  function isAdopted(program: EngineProgram): boolean {
    const link = links.get(program) ?? beginLink(gl, program, parallel === null);
    links.set(program, link);
    if (!isOver(gl, parallel, link)) {
      timer ??= setTimeout(look, POLL_MS);
      return false;
    }
    links.delete(program);
    adopt(gl, program, link);
    return true;
  }

  /** Asks between pictures, so that a page at rest is drawn again when there is something new. */
  function look(): void {
    timer = null;
    if (scene.isDestroyed() || links.size === 0) return;
    if (isAnyOver()) scene.requestRender();
    else timer = setTimeout(look, POLL_MS);
  }

  return {
    isWaiting: () => [...links.values()].some((link) => !isOver(gl, parallel, link)),
    close() {
      if (timer) clearTimeout(timer);
      context.draw = draw;
      for (const { linked } of links.values()) gl.deleteProgram(linked);
      links.clear();
    },
  };
}

/** A program that was handed to the driver. */
interface Link {
  vertex: WebGLShader | null;
  fragment: WebGLShader | null;
  linked: WebGLProgram;
  fence: WebGLSync | null;
}

function beginLink(gl: WebGL2RenderingContext, program: EngineProgram, isFenced: boolean): Link {
  const vertex = compiled(gl, gl.VERTEX_SHADER, program._vertexShaderText);
  const fragment = compiled(gl, gl.FRAGMENT_SHADER, program._fragmentShaderText);
  const linked = gl.createProgram();
  for (const shader of [vertex, fragment]) if (shader) gl.attachShader(linked, shader);
  for (const [name, place] of Object.entries(program._attributeLocations ?? {}))
    gl.bindAttribLocation(linked, place, name);
  gl.linkProgram(linked);
  const fence = isFenced ? gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) : null;
  gl.flush();
  return { vertex, fragment, linked, fence };
}

/** Hands a stage to the driver without asking how it went. */
function compiled(gl: WebGL2RenderingContext, kind: number, text: string): WebGLShader | null {
  const shader = gl.createShader(kind);
  if (!shader) return null;
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  return shader;
}

function isOver(
  gl: WebGL2RenderingContext,
  parallel: { readonly COMPLETION_STATUS_KHR: number } | null,
  { linked, fence }: Link,
): boolean {
  if (parallel) return gl.getProgramParameter(linked, parallel.COMPLETION_STATUS_KHR) === true;
  return !fence || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
}

/** While the engine makes this one program, its calls find what they would have made. */
function adopt(gl: WebGL2RenderingContext, program: EngineProgram, { vertex, fragment, linked, fence }: Link): void {
  gl.deleteSync(fence);
  if (gl.getProgramParameter(linked, gl.LINK_STATUS) !== true) {
    gl.deleteProgram(linked);
    return;
  }
  const leaveAsItIs = () => {};
  const standIns = {
    createShader: (kind: number) => (kind === gl.VERTEX_SHADER ? vertex : fragment),
    createProgram: () => linked,
    shaderSource: leaveAsItIs,
    compileShader: leaveAsItIs,
    attachShader: leaveAsItIs,
    bindAttribLocation: leaveAsItIs,
    linkProgram: leaveAsItIs,
  };
  Object.assign(gl, standIns);
  try {
    program._bind();
  } finally {
    for (const name of Object.keys(standIns)) Reflect.deleteProperty(gl, name);
  }
}
