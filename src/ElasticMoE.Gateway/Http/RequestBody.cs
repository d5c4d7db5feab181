using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace ElasticMoE.Gateway.Http;

/// <summary>A request's JSON body, read whole within bounds.</summary>
internal sealed class RequestBody : IDisposable
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Limits.RequestNestingMax };

    private readonly BodyBudget _budget;
    private readonly int _bytes;
    private readonly JsonDocument _document;

    private RequestBody(BodyBudget budget, int bytes, JsonDocument document) => (_budget, _bytes, _document) = (budget, bytes, document);

    public JsonElement Root => _document.RootElement;

    /// <exception cref="ApiException">It is too long or no JSON.</exception>
    /// <exception cref="BadHttpRequestException">The client sent it too slowly, or broke HTTP.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext context, int bytesMax, BodyBudget budget)
    {
        if (context.Request.ContentLength > bytesMax)
            throw TooLong(bytesMax);
        int taken = 0;
        try
        {
            PipeReader reader = context.Request.BodyReader;
            while (true)
            {
                ReadResult read = await reader.ReadAsync(context.RequestAborted);
                Check(reader, read.Buffer, bytesMax, () => budget.Take((int)read.Buffer.Length - taken));
                taken = (int)read.Buffer.Length;
                if (read.IsCompleted)
                    return new RequestBody(budget, taken, Parse(reader, read.Buffer));
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch
        {
            budget.Give(taken);
            throw;
        }
    }

    public void Dispose()
    {
        _document.Dispose();
        _budget.Give(_bytes);
    }

    /// <summary>What is refused is let go of, so that the web server can read on to the request's end.</summary>
    private static void Check(PipeReader reader, ReadOnlySequence<byte> read, int bytesMax, Action take)
    {
        try
        {
            if (read.Length > bytesMax)
                throw TooLong(bytesMax);
            take();
        }
        catch
        {
            reader.AdvanceTo(read.End);
            throw;
        }
    }

    /// <summary>Parsed in place the document would refer to the reader's memory, which is given back at once.</summary>
    private static JsonDocument Parse(PipeReader reader, ReadOnlySequence<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes.ToArray(), s_options);
        }
        catch (JsonException broken)
        {
            string where = broken is { LineNumber: { } line, BytePositionInLine: { } at } ? $" at line {line + 1}, byte {at + 1}" : "";
            throw new ApiException(ApiError.Invalid(null, $"the body is no valid JSON{where}, or nests deeper than {Limits.RequestNestingMax}", "invalid_json"), broken);
        }
        finally
        {
            reader.AdvanceTo(bytes.End);
        }
    }

    private static ApiException TooLong(int bytesMax) => new(ApiError.TooLarge($"the body is longer than {bytesMax} bytes"));
}
