"""Frames to a video through ffmpeg."""

import shutil
import subprocess
from pathlib import Path


class VideoWriter:
    """Writes RGB frames of one size to `path`, nearly without loss (H.264, all colours at full size)."""

    def __init__(self, path, width, height, frames_per_second):
        if shutil.which("ffmpeg") is None:
            raise RuntimeError("Videos need ffmpeg, which is not installed; install it with `apt-get install ffmpeg`.")
        self.path, self.shape = Path(path), (height, width, 3)
        self.process = subprocess.Popen(
            ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24",
             "-s", f"{width}x{height}", "-r", repr(float(frames_per_second)), "-i", "pipe:0", "-an",
             "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-c:v", "libx264", "-preset", "veryfast",
             "-crf", "8", "-pix_fmt", "yuv444p", "-colorspace", "bt709", "-color_range", "tv",
             "-threads", "1", "-f", "mp4", str(path)],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def add(self, frame):
        if frame.shape != self.shape:
            raise ValueError(f"A frame of {frame.shape} does not fit a video of {self.shape}.")
        try:
            self.process.stdin.write(frame.tobytes())
        except BrokenPipeError:
            self._fail()

    def close(self):
        """Waits until the video is whole."""
        self.process.stdin.close()
        self.process.stdin = None
        _, messages = self.process.communicate()
        if self.process.returncode != 0:
            raise RuntimeError(f"ffmpeg could not write {self.path}: {messages.decode(errors='replace').strip()[-200:]}")

    def abandon(self):
        """Ends without a video."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stderr):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except OSError:
                    pass
        self.process.wait()
        self.path.unlink(missing_ok=True)

    def _fail(self):
        messages = self.process.stderr.read().decode(errors="replace").strip()[-200:]
        raise RuntimeError(f"ffmpeg could not write {self.path}: {messages}")
