/* SPDX-License-Identifier: MIT */
#pragma once
#include "api/Stream.h"

using namespace arduino;
