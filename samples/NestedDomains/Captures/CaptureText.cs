using System.IO.Compression;

namespace NestedDomains.Captures;

/// <summary>The lines of a gzip file, with a clear refusal of a file that is none, is cut off, or has lines no recorder writes.</summary>
internal sealed class CaptureText : IDisposable
{
    private const int LongestLine = 1 << 20;
    private static readonly byte[] GzipSignature = [0x1f, 0x8b];

    private readonly string _file;
    private readonly CompressedFile _compressed;
    private readonly GZipStream _text;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    private CaptureText(string file, Stream stream)
    {
        _file = file;
        _compressed = new CompressedFile(stream);
        _text = new GZipStream(_compressed, CompressionMode.Decompress);
    }

    /// <summary>The number of lines read so far: of the line that <see cref="TryReadLine"/> gave last.</summary>
    public int Line { get; private set; }

    /// <exception cref="CaptureException">The file cannot be opened, is empty or is not gzip.</exception>
    public static CaptureText Open(string file)
    {
        if (Directory.Exists(file))
        {
            throw new CaptureException(file, null, null, "is a directory, not a capture");
        }

        try
        {
            FileStream stream = File.OpenRead(file);
            try
            {
                VerifySignature(file, stream);
                return new CaptureText(file, stream);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CaptureException(file, null, null, "there is no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException(file, null, null, $"cannot be read: {OneLine.Of(exception.Message)}");
        }
    }

    /// <summary>Gives the next line without its end; the bytes stay valid until the next call.</summary>
    /// <exception cref="CaptureException">The file is cut off or damaged, or the line has no end.</exception>
    public bool TryReadLine(out ReadOnlyMemory<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                Line++;
                return true;
            }

            searched = _end - _start;
            if (searched > LongestLine)
            {
                throw new CaptureException(_file, Line + 1, null, $"is longer than the {LongestLine} bytes that any line of a capture needs");
            }

            if (!TryFill())
            {
                line = _buffer.AsMemory(_start, searched);
                _start = _end;
                Line += searched > 0 ? 1 : 0;
                return searched > 0;
            }
        }
    }

    public void Dispose() => _text.Dispose();

    private static void VerifySignature(string file, FileStream stream)
    {
        Span<byte> start = stackalloc byte[GzipSignature.Length];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (count == 0)
        {
            throw new CaptureException(file, null, null, "is empty");
        }

        if (!start[..count].SequenceEqual(GzipSignature))
        {
            throw new CaptureException(file, null, null, $"is not gzip: it begins with {Convert.ToHexStringLower(start[..count])} and not with {Convert.ToHexStringLower(GzipSignature)}");
        }

        stream.Position = 0;
    }

    private bool TryFill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            int count = _text.Read(_buffer.AsSpan(_end));
            _end += count;
            return count > 0;
        }
        catch (InvalidDataException)
        {
            throw new CaptureException(_file, Line + 1, null, _compressed.IsExhausted ? "the gzip data is cut off in this line" : "the gzip data is damaged at or before this line");
        }
        catch (IOException exception)
        {
            throw new CaptureException(_file, Line + 1, null, $"cannot be read: {OneLine.Of(exception.Message)}");
        }
    }
}
