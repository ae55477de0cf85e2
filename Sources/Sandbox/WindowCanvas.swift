#if Window
    import CSDL2
    import Foundation
    import Tensors
    import Worlds

    /// The window's drawing: pictures with sharp edges, boxes, text.
    final class WindowCanvas {
        typealias Colour = SDL_Color
        private let window: OpaquePointer
        private let renderer: OpaquePointer
        private var font: OpaquePointer
        private let fontPath: String
        /// Opened so far, by their size.
        private var fonts: [Int: OpaquePointer] = [:]
        private var points = WindowCanvas.fontSize
        /// Pixels of the window's picture to one of its own units: 2 on displays of high density.
        private(set) var density = 1
        private var textures: [String: OpaquePointer] = [:]
        private var texts: [String: (texture: OpaquePointer, width: Int, height: Int)] = [:]
        private(set) var lineHeight = 0
        /// Width of a character, all being the same.
        private(set) var advance = 0
        private static let fontSize = 13
        /// Text is never smaller than this, and leaves room for so many characters beside one another.
        private static let (leastSize, leastColumns) = (8, 72)
        static let textsKept = 300
        /// What SDL falls back to when no display answers.
        private static let blindDrivers = ["dummy", "offscreen", "evdev"]

        init(title: String, width: Int32 = 1024, height: Int32 = 704) throws {
            let path = try FontFile.find()
            // Without a display SDL may fall back to a driver that nobody sees; a chosen one may be meant so.
            let display = ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"].contains { (name: String) in
                getenv(name) != nil
            }
            let began = display && SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) == 0
            let driver = SDL_GetCurrentVideoDriver().map { String(cString: $0) } ?? ""
            guard began, getenv("SDL_VIDEODRIVER") != nil || !Self.blindDrivers.contains(driver) else {
                if began { SDL_Quit() }
                throw FileError(
                    "There is no display to open a window on; run it in a desktop session, under 'xvfb-run -a', or "
                        + "without a window: diorama play --headless --actions FILE --output out.mp4")
            }
            SDL_InitSubSystem(SDL_INIT_GAMECONTROLLER)
            SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "0")
            TTF_Init()
            let scale = Int32(clamping: Self.toldScale)
            var desktop = SDL_Rect()
            let knows = SDL_GetDisplayUsableBounds(0, &desktop) == 0 && desktop.w > 0 && desktop.h > 0
            let (width, height) = (
                min(width * scale, max(width, knows ? desktop.w : width)),
                min(height * scale, max(height, knows ? desktop.h : height))
            )
            let flags = SDL_WINDOW_RESIZABLE.rawValue | SDL_WINDOW_SHOWN.rawValue | SDL_WINDOW_ALLOW_HIGHDPI.rawValue
            let centre = Int32(SDL_WINDOWPOS_CENTERED_MASK)
            guard let window = SDL_CreateWindow(title, centre, centre, width, height, flags),
                let renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE.rawValue),
                let font = TTF_OpenFont(path, Int32(Self.fontSize))
            else {
                let reason = String(cString: SDL_GetError())
                SDL_Quit()
                throw FileError("No window could be opened: \(reason).")
            }
            (self.window, self.renderer, self.font, fontPath) = (window, renderer, font, path)
            fonts = [Self.fontSize: font]
            measure()
            takeDensity()
            SDL_SetWindowMinimumSize(window, 480, 360)
            SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND)
        }

        private func measure() {
            lineHeight = Int(TTF_FontLineSkip(font)) + 2
            var width: Int32 = 0
            TTF_SizeUTF8(font, "M", &width, nil)
            advance = Int(width)
        }

        /// What X11, which knows nothing of density, is told by a variable.
        private static var toldScale: Int {
            max(1, min(4, getenv("GDK_SCALE").flatMap { Int(String(cString: $0)) } ?? 1))
        }

        /// Text grows with the display's density: as the display says (Wayland), or GDK_SCALE (X11, which says nothing). In a
        /// window that is narrow for that it grows less.
        func takeDensity() {
            var width: Int32 = 0
            SDL_GetWindowSize(window, &width, nil)
            let ratio = Int((Double(size.width) / Double(max(1, width))).rounded())
            density = max(1, min(4, max(ratio, Self.toldScale)))
            take(points: Self.fontSize * density)
            while density > 1, points > Self.fontSize, advance * Self.leastColumns > size.width {
                take(points: points - 1)
            }
        }

        private func take(points wanted: Int) {
            guard wanted != points else { return }
            guard let new = fonts[wanted] ?? TTF_OpenFont(fontPath, Int32(wanted)) else { return }
            (fonts[wanted], font, points) = (new, new, wanted)
            measure()
        }

        /// A length that grows with the text.
        func scaled(_ length: Int) -> Int { (length * points + Self.fontSize / 2) / Self.fontSize }

        /// Draws with text as it is or, where that does not fit, as large as does.
        func shrunk(until fits: () -> Bool, _ draw: () -> Void) {
            let usual = points
            while points > Self.leastSize, !fits() { take(points: points - 1) }
            draw()
            take(points: usual)
        }

        /// Words in lines of at most `columns` characters.
        static func wrapped(_ text: String, _ columns: Int) -> [String] {
            var lines: [String] = []
            for word in text.split(separator: " ", omittingEmptySubsequences: false) {
                var word = String(word)
                if let last = lines.last, last.count + 1 + word.count <= columns {
                    lines[lines.count - 1] = last + " " + word
                    continue
                }
                while word.count > max(1, columns) {
                    lines.append(String(word.prefix(max(1, columns))))
                    word = String(word.dropFirst(max(1, columns)))
                }
                lines.append(word)
            }
            return lines
        }

        /// The pixel at a place that an event names in the window's units.
        func pixel(_ x: Int32, _ y: Int32) -> (x: Int, y: Int) {
            var (width, height): (Int32, Int32) = (0, 0)
            SDL_GetWindowSize(window, &width, &height)
            guard width > 0, height > 0 else { return (Int(x), Int(y)) }
            return (Int(x) * size.width / Int(width), Int(y) * size.height / Int(height))
        }

        /// Shuts the window at once.
        func close() {
            for texture in textures.values { SDL_DestroyTexture(texture) }
            for text in texts.values { SDL_DestroyTexture(text.texture) }
            (textures, texts) = ([:], [:])
            for font in fonts.values { TTF_CloseFont(font) }
            SDL_DestroyRenderer(renderer)
            SDL_DestroyWindow(window)
            TTF_Quit()
            SDL_Quit()
        }

        var size: (width: Int, height: Int) {
            var (w, h): (Int32, Int32) = (0, 0)
            SDL_GetRendererOutputSize(renderer, &w, &h)
            return (Int(w), Int(h))
        }

        var isFullScreen: Bool {
            SDL_GetWindowFlags(window) & SDL_WINDOW_FULLSCREEN.rawValue != 0
        }

        /// As large as the desktop, or as it was; false where the display refuses.
        func fillScreen(_ wanted: Bool) -> Bool {
            SDL_SetWindowFullscreen(window, wanted ? SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue : 0) == 0
        }

        var title: String {
            get { String(cString: SDL_GetWindowTitle(window)) }
            set { if newValue != title { SDL_SetWindowTitle(window, newValue) } }
        }

        func clear() {
            SDL_SetRenderDrawColor(renderer, 18, 20, 24, 255)
            SDL_RenderClear(renderer)
        }

        func present() { SDL_RenderPresent(renderer) }

        func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ colour: Colour) {
            SDL_SetRenderDrawColor(renderer, colour.r, colour.g, colour.b, colour.a)
            var rect = Self.rect(x, y, width, height)
            SDL_RenderFillRect(renderer, &rect)
        }

        /// Nothing where a side is not positive, as in windows too narrow for what is drawn.
        private static func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> SDL_Rect {
            SDL_Rect(
                x: Int32(clamping: x), y: Int32(clamping: y), w: Int32(clamping: max(0, width)),
                h: Int32(clamping: max(0, height)))
        }

        func show(_ frame: Frame, slot: Int, in place: PictureLayout.Rect) {
            let key = "\(slot) \(frame.width)x\(frame.height)"
            if textures[key] == nil {
                for (old, texture) in textures where old.hasPrefix("\(slot) ") {
                    SDL_DestroyTexture(texture)
                    textures[old] = nil
                }
                textures[key] = SDL_CreateTexture(
                    renderer, SDL_PIXELFORMAT_RGB24.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue),
                    Int32(frame.width), Int32(frame.height))
            }
            guard let texture = textures[key] else { return }
            _ = frame.pixels.withUnsafeBytes {
                SDL_UpdateTexture(texture, nil, $0.baseAddress, Int32(frame.width * 3))
            }
            var target = Self.rect(place.x, place.y, place.width, place.height)
            SDL_RenderCopy(renderer, texture, nil, &target)
        }

        /// Draws a line of text and returns its width.
        @discardableResult func text(
            _ line: String, _ x: Int, _ y: Int, _ colour: Colour = Colour(r: 232, g: 234, b: 237, a: 255)
        ) -> Int {
            if line.isEmpty { return 0 }
            let key = "\(points) \(colour.r) \(colour.g) \(colour.b) \(line)"
            if texts[key] == nil {
                if texts.count > Self.textsKept {
                    for text in texts.values { SDL_DestroyTexture(text.texture) }
                    texts = [:]
                }
                guard let surface = TTF_RenderUTF8_Blended(font, line, colour) else { return 0 }
                defer { SDL_FreeSurface(surface) }
                guard let texture = SDL_CreateTextureFromSurface(renderer, surface) else { return 0 }
                texts[key] = (texture, Int(surface.pointee.w), Int(surface.pointee.h))
            }
            let made = texts[key]!
            var target = Self.rect(x, y, made.width, made.height)
            SDL_RenderCopy(renderer, made.texture, nil, &target)
            return made.width
        }

        /// What the window shows.
        func pixels() -> Frame {
            let (w, h) = size
            var frame = Frame(width: w, height: h)
            frame.pixels.withUnsafeMutableBytes {
                _ = SDL_RenderReadPixels(renderer, nil, SDL_PIXELFORMAT_RGB24.rawValue, $0.baseAddress, Int32(w * 3))
            }
            return frame
        }
    }
#endif
