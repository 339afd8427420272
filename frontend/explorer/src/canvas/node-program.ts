/**
 * Draws nodes on the graphics card: a disc, square, diamond, triangle, star or hexagon with a rim.
 *
 * A node is one point, as instances of a square take many times as long where a processor stands in for the card.
 */
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { channels } from "./colours";
import { canvasStyle } from "./canvas-style";
import { VertexBuffers } from "./vertex-buffers";

/** The shapes by the names that vis-network gives them; their places are what the shader knows them by. */
export const SHAPES = ["dot", "square", "diamond", "triangle", "star", "hexagon"];

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform highp float u_pixelRatio;
varying vec4 v_color;
varying float v_reach;
varying float v_radius;
varying float v_shape;
void main() {
  v_radius = max(a_size / u_sizeRatio, 1.0);
  v_shape = a_shape;
  v_reach = 1.25 + (v_radius > 3.0 ? 2.0 : 0.5) / v_radius;
  gl_PointSize = 2.0 * v_reach * v_radius * u_pixelRatio;
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
#ifdef PICKING_MODE
  v_color = a_id;
#else
  v_color = a_color;
#endif
  v_color.a *= 255.0 / 254.0;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_reach;
varying float v_radius;
varying float v_shape;
uniform vec3 u_rim;
uniform highp float u_pixelRatio;
float outside(vec2 p) {
  vec2 a = abs(p);
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return max(a.x, a.y) - 0.86;
  if (v_shape < 2.5) return (a.x + a.y) * 0.7071 - 0.84;
  if (v_shape < 3.5) return max(a.x * 0.866 + p.y * 0.5, -p.y) - 0.6;
  if (v_shape < 4.5) {
    float wedge = 1.2566371;
    float angle = mod(atan(p.x, p.y) + wedge * 0.5, wedge) - wedge * 0.5;
    vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
    return dot(q - vec2(1.2, 0.0), vec2(0.393, 0.919));
  }
  return max(a.x * 0.866 + a.y * 0.5, a.y) - 0.92;
}
void main() {
  vec2 place = (gl_PointCoord * 2.0 - 1.0) * vec2(v_reach, -v_reach);
  float distance = outside(place) * v_radius;
#ifdef PICKING_MODE
  if (distance > 2.0) discard;
  gl_FragColor = v_color;
#else
  float soft = 0.5 / u_pixelRatio;
  float rim = v_radius > 3.0 ? 1.0 : 0.0;
  float cover = 1.0 - smoothstep(rim - soft, rim + soft, distance);
  if (cover <= 0.0) discard;
  vec3 colour = mix(v_color.rgb, u_rim, rim * smoothstep(-soft, soft, distance));
  float alpha = cover * v_color.a;
  gl_FragColor = vec4(colour * alpha, alpha);
#endif
}`;

const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_pixelRatio", "u_rim"] as const;
type Uniform = (typeof UNIFORMS)[number];

export class ShapeProgram extends NodeProgram<Uniform> {
  private buffers?: VertexBuffers;

  override getDefinition() {
    return {
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: POINTS,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  override process(index: number, offset: number, data: NodeDisplayData): void {
    this.buffers?.forget();
    super.process(index, offset, data);
  }

  override processVisibleItem(index: number, start: number, data: NodeDisplayData & { form?: number }): void {
    const { array } = this;
    array[start] = data.x;
    array[start + 1] = data.y;
    array[start + 2] = data.size;
    array[start + 3] = data.form ?? 0;
    array[start + 4] = floatColor(data.color);
    array[start + 5] = index;
  }

  override setUniforms({ matrix, sizeRatio, pixelRatio, downSizingRatio }: RenderParams, info: ProgramInfo): void {
    const { gl, uniformLocations: at } = info as ProgramInfo<Uniform>;
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform1f(at.u_sizeRatio, sizeRatio);
    gl.uniform1f(at.u_pixelRatio, info.isPicking ? pixelRatio / downSizingRatio : pixelRatio);
    gl.uniform3f(at.u_rim, ...channels(canvasStyle.theme.page));
  }

  override reallocate(capacity: number): void {
    super.reallocate(capacity);
    this.buffers?.forget();
  }

  protected override bindProgram(info: ProgramInfo): void {
    (this.buffers ??= new VertexBuffers()).bind(this, info);
  }
}
