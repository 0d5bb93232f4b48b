// The plane of hash space and time, one rectangle a lane.
layout(location = 0) in vec3 a_corner;  // 0 or 1 along time, pixels across, place in the hash space.

uniform vec4 u_box;     // The lanes: x, y, along time, across it.
uniform vec4 u_canvas;  // Width, height, device pixels a pixel, 1 where time runs down.
uniform vec4 u_time;    // Seconds: the window, the retention period, how long a record fades.

out vec2 v_place;  // Age in seconds, place in the hash space.

void main() {
  float along = a_corner.x * u_box.z;
  vec2 at = u_canvas.w > 0.5 ? u_box.xy + vec2(a_corner.y, along) : u_box.xy + vec2(along, a_corner.y);
  gl_Position = vec4(at.x / u_canvas.x * 2.0 - 1.0, 1.0 - at.y / u_canvas.y * 2.0, 0.0, 1.0);
  v_place = vec2(a_corner.x * u_time.x, a_corner.z);
}
