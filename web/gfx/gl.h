// OpenGL as both programs have it: ES 3.00 (WebGL2) on the page, 3.3 core in the desktop window.
#pragma once

#if defined(IMGUI_IMPL_OPENGL_ES3)
#include <GLES3/gl3.h>
#else
#define GL_GLEXT_PROTOTYPES
#include <GL/glcorearb.h>
#endif
