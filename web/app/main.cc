#include "web/app/host.h"

int main(int argc, char** argv) { return weir::app::RunHost(argc, argv); }
