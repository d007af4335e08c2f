import { DirectionalLight, FloatType, HalfFloatType, Mesh, type Object3D, ShaderMaterial, Texture } from 'three';

/** Bytes of the textures that a scene holds on the card, as far as the program made them: data, shadow, and the drawn picture with its samples. */
export function textureBytesOf(scene: Object3D, gl: WebGLRenderingContext | WebGL2RenderingContext): number {
  const textures = new Set<Texture>();
  let bytes = gl.drawingBufferWidth * gl.drawingBufferHeight * 8 * 5;
  scene.traverse((object) => {
    if (object instanceof DirectionalLight) bytes += object.shadow.mapSize.x * object.shadow.mapSize.y * 4;
    if (!(object instanceof Mesh)) return;
    for (const material of [object.material].flat()) {
      if (!(material instanceof ShaderMaterial)) continue;
      for (const { value } of Object.values(material.uniforms)) if (value instanceof Texture) textures.add(value);
    }
  });
  for (const texture of textures) bytes += bytesOf(texture);
  return bytes;
}

function bytesOf(texture: Texture): number {
  const { width = 0, height = 0 } = (texture.image ?? {}) as { width?: number; height?: number };
  const channel = texture.type === FloatType ? 4 : texture.type === HalfFloatType ? 2 : 1;
  return width * height * 4 * channel;
}
