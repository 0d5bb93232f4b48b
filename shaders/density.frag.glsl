// How many records lie in each cell of the plane, from dim to bright.
in vec2 v_place;
out vec4 o_color;

uniform sampler2D u_cells;  // A row a stretch of time, a column a stretch of the hash space.
uniform vec4 u_time;        // Seconds: the window, the retention period, how long a record fades.
uniform vec3 u_grid;        // Row of now (with a fraction), seconds a row, the greatest value.
uniform vec4 u_ramp[3];     // Few, many, most.

const float kRows = 512.0;

void main() {
  // The row of now is that of a ring plus one round, so that it stays above zero.
  float row = u_grid.x - v_place.x / u_grid.y;
  if (row < 0.0 || v_place.x > u_time.y + u_time.z) discard;
  float amount = texture(u_cells, vec2(v_place.y, row / kRows)).r * 255.0 / max(u_grid.z, 1.0);
  if (amount <= 0.0) discard;
  amount = clamp(amount, 0.0, 1.0);
  vec4 color = amount < 0.5 ? mix(u_ramp[0], u_ramp[1], amount * 2.0)
                            : mix(u_ramp[1], u_ramp[2], amount * 2.0 - 1.0);
  float expired = clamp((v_place.x - u_time.y) / max(u_time.z, 1e-6), 0.0, 1.0);
  o_color = vec4(color.rgb, color.a * (1.0 - expired));
}
