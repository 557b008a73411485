// The outer planets and the sun, as they move under gravity.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { BODIES = 5 };
#define SUN (4.0 * 3.141592653589793 * 3.141592653589793)
#define DAYS 365.24

struct body {
    double x, y, z, vx, vy, vz, mass;
};

static double
energy(const struct body *b, int64_t count)
{
    double e = 0.0;
    for (int64_t i = 0; i < count; i++) {
        const struct body *const p = &b[i];
        e += 0.5 * p->mass * (p->vx * p->vx + p->vy * p->vy + p->vz * p->vz);
        for (int64_t j = i + 1; j < count; j++) {
            const struct body *const q = &b[j];
            const double dx = p->x - q->x, dy = p->y - q->y, dz = p->z - q->z;
            e -= p->mass * q->mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return e;
}

static void
advance(struct body *b, int64_t count, double dt)
{
    for (int64_t i = 0; i < count; i++) {
        for (int64_t j = i + 1; j < count; j++) {
            const double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
            const double square = dx * dx + dy * dy + dz * dz;
            const double pull = dt / (square * sqrt(square));
            const double to_j = b[j].mass * pull, to_i = b[i].mass * pull;
            b[i].vx -= dx * to_j;
            b[i].vy -= dy * to_j;
            b[i].vz -= dz * to_j;
            b[j].vx += dx * to_i;
            b[j].vy += dy * to_i;
            b[j].vz += dz * to_i;
        }
    }
    for (int64_t i = 0; i < count; i++) {
        b[i].x += dt * b[i].vx;
        b[i].y += dt * b[i].vy;
        b[i].z += dt * b[i].vz;
    }
}

int
main(void)
{
    struct body b[BODIES] = {{0, 0, 0, 0, 0, 0, SUN},
                             {4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
                              0.00166007664274403694 * DAYS, 0.00769901118419740425 * DAYS,
                              -0.0000690460016972063023 * DAYS, 0.000954791938424326609 * SUN},
                             {8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
                              -0.00276742510726411160 * DAYS, 0.00499852801234917238 * DAYS,
                              0.0000230417297573763929 * DAYS, 0.000285885980666130812 * SUN},
                             {12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
                              0.00296460137564761618 * DAYS, 0.00237847173959480950 * DAYS,
                              -0.0000296589568540237556 * DAYS, 0.0000436624404335156298 * SUN},
                             {15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
                              0.00268067772490389322 * DAYS, 0.00162824170038242295 * DAYS,
                              -0.0000951592254519715870 * DAYS, 0.0000515138902046611451 * SUN}};
    for (int64_t i = 1; i < BODIES; i++) {
        b[0].vx -= b[i].vx * b[i].mass / SUN;
        b[0].vy -= b[i].vy * b[i].mass / SUN;
        b[0].vz -= b[i].vz * b[i].mass / SUN;
    }
    printf("%.9f\n", energy(b, BODIES));
    for (int64_t i = 0; i < 5000000; i++)
        advance(b, BODIES, 0.01);
    printf("%.9f\n", energy(b, BODIES));
    return 0;
}
