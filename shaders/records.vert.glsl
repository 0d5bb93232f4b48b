// Records, and refused writes, as points. What is uploaded never changes: a point moves because
// u_now does. Pixels are CSS pixels from the canvas's upper left corner.

// x: whole seconds since the start. y: microseconds (20 bits), size class (6), colour (3), glyph (3).
// z: shard (16), place within the shard's range (16).
layout(location = 0) in uvec3 a_record;

uniform ivec2 u_now;       // Seconds and microseconds since the start.
uniform vec4 u_box;        // The lanes: x, y, along time, across it.
uniform vec4 u_canvas;     // Width, height, device pixels a pixel, 1 where time runs down.
uniform vec4 u_time;       // Seconds: the window, the retention period, how long a record fades.
uniform float u_shrink;    // 1, or less where records stand close.
uniform int u_refused;     // 1: the points are refused writes.
uniform vec4 u_keys[8];
uniform vec4 u_gone;       // The colour of what has expired.
uniform vec4 u_bad;
uniform highp sampler2D u_lanes;  // A texel a shard: from and to across, age of the oldest unread.

flat out vec4 v_color;
flat out vec2 v_shape;  // Glyph (8 is a ring), radius in device pixels.

const int kLanesPerRow = 1024;

void Hide() {
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = 1.0;
  v_color = vec4(0.0);
  v_shape = vec2(0.0, 1.0);
}

void main() {
  int seconds = u_now.x - int(a_record.x);
  int micros = u_now.y - int(a_record.y & 0xfffffu);
  // Two whole numbers, because a float has not the digits for a day in microseconds.
  float age = float(seconds) + float(micros) * 1e-6;
  float along = age / u_time.x * u_box.z;
  if (age < 0.0 || along > u_box.z + 12.0 || age > u_time.y + u_time.z) {
    Hide();
    return;
  }

  int shard = int(a_record.z >> 16);
  vec4 lane = texelFetch(u_lanes, ivec2(shard % kLanesPerRow, shard / kLanesPerRow), 0);
  float breadth = lane.y - lane.x;
  float pad = min(6.0, breadth * 0.2);
  float across = lane.x + pad + float(a_record.z & 0xffffu) / 65535.0 * (breadth - 2.0 * pad);

  float size = float(a_record.y >> 20 & 63u);
  float radius = (1.7 + 0.17 * size) * u_shrink;
  // A lane of a few pixels still shows separate records.
  radius = clamp(radius, 1.2, max(1.6, breadth * 0.42));
  // A record grows as it enters.
  radius *= 0.5 + 0.5 * smoothstep(0.0, 9.0, along);

  float expired = clamp((age - u_time.y) / max(u_time.z, 1e-6), 0.0, 1.0);
  vec4 color = u_keys[int(a_record.y >> 26 & 7u)];
  float glyph = float(a_record.y >> 29 & 7u);
  // What every consumer has read steps back behind what is still waiting.
  if (age > lane.z) color.a *= 0.62;
  if (u_refused == 1) {
    color = u_bad;
    glyph = 8.0;
    across = lane.x + min(7.0, breadth * 0.5);
    radius = clamp(2.4 + 0.16 * size, 2.4, max(2.4, min(5.2, breadth * 0.4)));
  }
  color = mix(color, vec4(u_gone.rgb, color.a), step(1e-6, expired));
  color.a *= 1.0 - expired;

  vec2 at = u_canvas.w > 0.5 ? u_box.xy + vec2(across, along) : u_box.xy + vec2(along, across);
  gl_Position = vec4(at.x / u_canvas.x * 2.0 - 1.0, 1.0 - at.y / u_canvas.y * 2.0, 0.0, 1.0);
  radius *= u_canvas.z;
  gl_PointSize = 2.0 * radius + 2.0;
  v_color = color;
  v_shape = vec2(glyph, radius);
}
