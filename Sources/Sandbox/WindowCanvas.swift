#if Window
    import CSDL2
    import Foundation
    import Tensors
    import Worlds

    /// The window's drawing: pictures side by side, scaled by whole numbers where they fit, and lines of text.
    final class WindowCanvas {
        private let window: OpaquePointer
        private let renderer: OpaquePointer
        private let font: OpaquePointer?
        private var textures: [String: OpaquePointer] = [:]

        init(title: String, width: Int32 = 1024, height: Int32 = 672) throws {
            let started = SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) == 0
            // Without a display SDL may fall back to a driver that nobody sees.
            let driver = SDL_GetCurrentVideoDriver().map { String(cString: $0) } ?? ""
            let chosen = ProcessInfo.processInfo.environment["SDL_VIDEODRIVER"] != nil
            guard started, chosen || !["offscreen", "dummy", "evdev"].contains(driver) else {
                throw FileError(
                    "There is no display to open a window on; run it in a desktop session, under 'xvfb-run -a', or "
                        + "without a window: diorama play --headless --actions FILE --output out.mp4")
            }
            TTF_Init()
            let flags = SDL_WINDOW_RESIZABLE.rawValue | SDL_WINDOW_SHOWN.rawValue
            guard
                let window = SDL_CreateWindow(
                    title, Int32(SDL_WINDOWPOS_CENTERED_MASK), Int32(SDL_WINDOWPOS_CENTERED_MASK), width, height, flags),
                let renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE.rawValue)
            else { throw FileError("No window could be opened: \(String(cString: SDL_GetError())).") }
            (self.window, self.renderer) = (window, renderer)
            let fonts = [
                "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
                "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
            ]
            font = fonts.lazy.compactMap { TTF_OpenFont($0, 13) }.first
            if font == nil {
                FileHandle.standardError.write(
                    Data("No DejaVu font was found, so there is no text; apt-get install fonts-dejavu-core.\n".utf8))
            }
        }

        deinit {
            for texture in textures.values { SDL_DestroyTexture(texture) }
            SDL_DestroyRenderer(renderer)
            SDL_DestroyWindow(window)
            SDL_Quit()
        }

        func clear() {
            SDL_SetRenderDrawColor(renderer, 18, 20, 24, 255)
            SDL_RenderClear(renderer)
        }

        func present() { SDL_RenderPresent(renderer) }

        func show(_ frames: [Frame]) {
            var (w, h): (Int32, Int32) = (0, 0)
            SDL_GetRendererOutputSize(renderer, &w, &h)
            let cell = Int(w) / frames.count
            for (i, frame) in frames.enumerated() {
                let scale = max(1, min(cell / frame.width, Int(h) / frame.height))
                let key = "\(i) \(frame.width)x\(frame.height)"
                let texture: OpaquePointer
                if let existing = textures[key] {
                    texture = existing
                } else {
                    guard
                        let made = SDL_CreateTexture(
                            renderer, SDL_PIXELFORMAT_RGB24.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue),
                            Int32(frame.width), Int32(frame.height))
                    else { continue }
                    textures[key] = made
                    texture = made
                }
                _ = frame.pixels.withUnsafeBytes {
                    SDL_UpdateTexture(texture, nil, $0.baseAddress, Int32(frame.width * 3))
                }
                let (pw, ph) = (frame.width * scale, frame.height * scale)
                var target = SDL_Rect(
                    x: Int32(i * cell + (cell - pw) / 2), y: Int32((Int(h) - ph) / 2), w: Int32(pw), h: Int32(ph))
                SDL_RenderCopy(renderer, texture, nil, &target)
            }
        }

        func text(_ lines: [String]) {
            guard let font else { return }
            var y: Int32 = 6
            for line in lines where !line.isEmpty {
                guard
                    let surface = TTF_RenderUTF8_Shaded(
                        font, line, SDL_Color(r: 235, g: 238, b: 240, a: 255), SDL_Color(r: 18, g: 20, b: 24, a: 255))
                else { continue }
                if let texture = SDL_CreateTextureFromSurface(renderer, surface) {
                    var target = SDL_Rect(x: 8, y: y, w: surface.pointee.w, h: surface.pointee.h)
                    SDL_RenderCopy(renderer, texture, nil, &target)
                    SDL_DestroyTexture(texture)
                }
                y += surface.pointee.h + 2
                SDL_FreeSurface(surface)
            }
        }

        /// What the window shows.
        func pixels() -> Frame {
            var (w, h): (Int32, Int32) = (0, 0)
            SDL_GetRendererOutputSize(renderer, &w, &h)
            var frame = Frame(width: Int(w), height: Int(h))
            frame.pixels.withUnsafeMutableBytes {
                _ = SDL_RenderReadPixels(renderer, nil, SDL_PIXELFORMAT_RGB24.rawValue, $0.baseAddress, w * 3)
            }
            return frame
        }
    }
#endif
